package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.tick.Tick;
import dev.liquidity.sandbox.support.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import redis.clients.jedis.Protocol.Command;

/** Under load, {@code latest:} is written once for the ticks of a tenth of a second. */
@Isolated("it measures a time")
class KeysUnderLoadTest {
    private static final int SYMBOLS = 20;
    private static final int TICKS_A_SECOND = 16_000;
    private static final int TICKS_A_PIECE = 80;
    private static final int TICKS_A_BURST = 32_000;

    private static final Duration LATEST_WITHIN = Duration.ofMillis(150);

    /** So many in a row must be shown in time; a busy machine is given more tries. */
    private static final int BURSTS = 3;

    private static final int MOST_BURSTS = 12;

    /** Every seventh tick is older than those before it. */
    private static final int OLD = 7;

    /** In a tenth of a second 80 come of a symbol, and 8 in the 10 ms between two reads. */
    private static final int TICKS_A_WRITE = 20;

    @TempDir
    Path directory;

    @AutoClose
    private final TestRedis redis = new TestRedis();

    /** The number of the tick that was last seen in the hash of each symbol. */
    private final int[] seen = new int[SYMBOLS];

    private int last;

    @Test
    void showsTheNewestTicksSoonAndWritesFewOfThem() throws Exception {
        List<Duration> times = new ArrayList<>();
        try (RunningReceiver receiver = RunningReceiver.start(
                RunningReceiver.settings(redis, directory.resolve("ticks.db").toString()))) {
            for (int inTime = 0; inTime < BURSTS; ) {
                assertTrue(times.size() < MOST_BURSTS, times::toString);
                send();
                long begin = System.nanoTime();
                Await.until("the newest are shown", () -> newestAreShown());
                Duration time = Duration.ofNanos(System.nanoTime() - begin);
                times.add(time);
                inTime = time.compareTo(LATEST_WITHIN) <= 0 ? inTime + 1 : 0;
                redis.awaitAcknowledged();
            }
            assertTrue(receiver.isRunning());
        }
        assertTrue(writes() <= last / TICKS_A_WRITE, () -> writes() + " writes of " + last + " ticks");
    }

    /** Sends ticks for two seconds, and looks at one hash after another meanwhile. */
    private void send() {
        long begin = System.nanoTime();
        for (int sent = 0; sent < TICKS_A_BURST; sent += TICKS_A_PIECE) {
            long due = begin + sent * 1_000_000_000L / TICKS_A_SECOND;
            Await.elapsed(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            redis.addAll(last + 1, last + TICKS_A_PIECE, KeysUnderLoadTest::tick);
            last += TICKS_A_PIECE;
            look(sent / TICKS_A_PIECE % SYMBOLS);
        }
    }

    private boolean newestAreShown() {
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            look(symbol);
            int newest = last - (last - symbol) % SYMBOLS;
            if (seen[symbol] != (newest % OLD == 0 ? newest - SYMBOLS : newest)) {
                return false;
            }
        }
        return true;
    }

    /** Looks at a symbol's hash, whose tick must not be older than the one that was there before. */
    private void look(int symbol) {
        String price = (String) redis.call(Command.HGET, "latest:" + name(symbol), "last_price");
        if (price != null) {
            int now = (int) Math.round(100 * Double.parseDouble(price));
            int before = seen[symbol];
            assertTrue(age(now) >= age(before), () -> now + " replaced " + before);
            seen[symbol] = now;
        }
    }

    private static long age(int tick) {
        return tick % OLD == 0 ? tick - 1_000_000 : tick;
    }

    private static Tick tick(int i) {
        return Ticks.full(name(i % SYMBOLS), i, Ticks.TIME - (i % OLD == 0 ? 1_000_000 : 0))
                .build();
    }

    private static String name(int symbol) {
        return "NIFTY26DEC" + (24_000 + 50 * symbol) + "CE";
    }

    /** Number of hashes written, in all. */
    private long writes() {
        Matcher calls =
                Pattern.compile("cmdstat_hset:calls=(\\d+)").matcher((String) redis.call(Command.INFO, "commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }
}
