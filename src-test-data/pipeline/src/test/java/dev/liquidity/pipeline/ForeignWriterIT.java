package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;

/**
 * The Python original writes into the connector's stream, side by side: the connector ends and says what to do, and
 * neither an entry of the original nor a tick is lost.
 */
final class ForeignWriterIT {
    private static final int TICKS_PER_SECOND = 300;
    private static final int PERIOD_MILLIS = 20;
    private static final String SYMBOL = "NIFTY26DEC99900CE";

    /** As the original writes it; the sandbox has no such instrument. */
    private static final String ENTRY = """
            {"tradable": true, "mode": "full", "instrument_token": 9999874, "last_price": 163.95, \
            "last_traded_quantity": 75, "average_traded_price": 163.92, "volume_traded": %d, \
            "total_buy_quantity": 124, "total_sell_quantity": 83, \
            "ohlc": {"open": 163.75, "high": 168.95, "low": 158.95, "close": 99.0}, "change": 65.6060606060606, \
            "last_trade_time": "2026-11-22T12:22:48", "oi": 1041, "oi_day_high": 5000, "oi_day_low": 1000, \
            "exchange_timestamp": "2026-11-22T12:22:49", \
            "depth": {"buy": [{"quantity": 75, "price": 163.9, "orders": 1}], \
            "sell": [{"quantity": 450, "price": 164.0, "orders": 6}]}, \
            "tradingsymbol": "NIFTY26DEC99900CE", "name": "NIFTY"}""";

    @Test
    void losesNothingWhenTheOriginalBeginsToWrite(@TempDir Path directory) throws Exception {
        try (Rig rig = Rig.start(Setup.in(directory).rate(TICKS_PER_SECOND))) {
            rig.awaitSent(TICKS_PER_SECOND);
            try (Original original = new Original(rig)) {
                endsAndLosesNothing(rig, original);
            }
        }
    }

    @Test
    void losesNothingWhenTheOriginalWritesFromBeforeTheStart(@TempDir Path directory) throws Exception {
        try (Rig rig = Rig.start(Setup.in(directory).rate(TICKS_PER_SECOND))) {
            rig.awaitSent(TICKS_PER_SECOND);
            assertEquals(0, rig.connector().terminate(), rig.connector()::toString);
            try (Original original = new Original(rig)) {
                rig.connector().start();
                endsAndLosesNothing(rig, original);
            }
        }
    }

    private static void endsAndLosesNothing(Rig rig, Original original) throws Exception {
        assertEquals(4, rig.connector().awaitExit(), rig.connector()::toString);
        List<String> told = rig.connector()
                .err()
                .lines()
                .filter(line -> line.startsWith(Rig.CONNECTOR + ": "))
                .toList();
        assertEquals(1, told.size(), rig.connector()::toString);
        assertTrue(told.get(0).contains("another program writes to the stream"), told.get(0));
        assertTrue(told.get(0).contains("redis.stream_name or redis.db"), told.get(0));
        int added = original.added();
        Await.until("the original goes on by itself", () -> original.added() > added + 50);
        original.close();
        rig.connector().start();
        rig.awaitFlow();
        rig.drain();
        assertEquals(
                original.added(),
                rig.store().number("SELECT count(*) FROM ticks WHERE tradingsymbol = '" + SYMBOL + "'"),
                "entries of the original");
        assertTrue(original.added() > 50, "entries of the original: " + original.added());
        List<Long> stored = new ArrayList<>();
        rig.store()
                .query(
                        "SELECT id FROM ticks WHERE tradingsymbol <> '" + SYMBOL + "' ORDER BY id",
                        row -> stored.add(row.getLong(1)));
        JournalTicks journal = JournalTicks.read(rig.setup().journal());
        List<Long> journaled = new ArrayList<>();
        for (int i = 0; i < journal.size(); i++) {
            journaled.add(journal.id(i));
        }
        assertEquals(journaled, stored, "ticks of the journal");
        Verdict verdict = rig.judge();
        assertTrue(verdict.isLostAtUnreadEndsOnly(), verdict::toString);
    }

    /** Adds fifty entries a second. */
    private static final class Original implements AutoCloseable {
        private final Rig rig;
        private final Thread thread = new Thread(this::run, "original");
        private volatile boolean isClosed;
        private volatile int added;

        Original(Rig rig) {
            this.rig = rig;
            thread.start();
        }

        private void run() {
            rig.ask(jedis -> {
                while (!isClosed) {
                    jedis.xadd(Rig.STREAM, StreamEntryID.NEW_ENTRY, Map.of("data", ENTRY.formatted(added)));
                    added++;
                    pause();
                }
                return added;
            });
        }

        private static void pause() {
            try {
                Thread.sleep(PERIOD_MILLIS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        int added() {
            return added;
        }

        @Override
        public void close() throws InterruptedException {
            isClosed = true;
            thread.join();
        }
    }
}
