package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import redis.clients.jedis.Protocol.Command;

@Execution(ExecutionMode.CONCURRENT)
class RedisKeysTest {
    private static final String TICKS = "ticks:NIFTY 50:2026-11-22";
    private static final String DEPTH = "depth:NIFTY 50:2026-11-22";

    @TempDir
    Path directory;

    @AutoClose
    private final TestRedis redis = new TestRedis();

    @Test
    void keepsTicksAndBooksByExchangeTimeAndTheSymbolsOfTheDay() {
        try (RunningReceiver receiver = start(Duration.ofDays(1), Duration.ofMinutes(15))) {
            redis.add("1763786701000-3", Ticks.full("NIFTY 50").build());
            redis.add("1763786701000-4", Ticks.full("BANKNIFTY26NOVFUT").build());
            redis.awaitAcknowledged();
            assertTrue(receiver.isRunning());
        }
        List<String> ticks = redis.list(Command.ZRANGE, TICKS, 0, -1, "WITHSCORES");
        assertEquals(2, ticks.size());
        assertTrue(
                ticks.get(0).startsWith("{\"id\":\"1763786701000-3\",\"tradable\":true,\"mode\":\"full\","),
                ticks.get(0));
        assertTrue(!ticks.get(0).contains("depth"), ticks.get(0));
        assertEquals("" + Ticks.TIME / 1_000_000, ticks.get(1));
        List<String> books = redis.list(Command.ZRANGE, DEPTH, 0, -1, "WITHSCORES");
        String start = "{\"id\":\"1763786701000-3\",\"timestamp\":\"2026-11-22T10:15:01\",\"buy\":[[163.9,75,1],";
        assertTrue(books.get(0).startsWith(start), books.get(0));
        assertEquals(
                List.of("BANKNIFTY26NOVFUT", "NIFTY 50"),
                redis.list(Command.SMEMBERS, "symbols:2026-11-22").stream()
                        .sorted()
                        .toList());
    }

    @Test
    void showsTheLatestTickWithItsBestPrices() {
        try (RunningReceiver receiver = start(Duration.ofDays(1), Duration.ofMinutes(15))) {
            redis.add("1763786701000-3", Ticks.full("NIFTY 50").build());
            redis.awaitAcknowledged();
            assertTrue(receiver.isRunning());
        }
        Map<String, String> latest = latest();
        assertEquals("163.95", latest.get("last_price"));
        assertEquals("3000000000", latest.get("volume"));
        assertEquals("1041", latest.get("oi"));
        assertEquals("163.9", latest.get("bid"));
        assertEquals("75", latest.get("bid_qty"));
        assertEquals("164.0", latest.get("ask"));
        assertEquals("450", latest.get("ask_qty"));
        assertEquals("2026-11-22T10:15:01", latest.get("exchange_timestamp"));
        assertEquals("124", latest.get("total_buy_qty"));
        assertEquals("83", latest.get("total_sell_qty"));
        assertEquals("163.75", latest.get("open"));
        assertEquals("99.0", latest.get("close"));
        assertEquals("1763786701000-3", latest.get("id"));
        assertEquals("2026-11-22T10:15:02.000250", latest.get("received_at"));
    }

    @Test
    void neverOverwritesTheLatestTickWithAnOlderOne() {
        try (RunningReceiver receiver = start(Duration.ofDays(1), Duration.ofMinutes(15))) {
            redis.add("9-5", tick(0, 500));
            redis.awaitAcknowledged();
            redis.add("9-6", tick(-1, 600));
            redis.awaitAcknowledged();
            assertEquals("5.0", latest().get("last_price"), "older by its exchange time");

            redis.add("9-7", tick(0, 700));
            redis.awaitAcknowledged();
            assertEquals("7.0", latest().get("last_price"), "same second, later entry");

            redis.call(Command.DEL, TestRedis.STREAM);
            redis.add("9-6", tick(0, 601));
            Await.until("read", () -> redis.number(Command.ZCARD, TICKS) == 4);
            assertEquals("7.0", latest().get("last_price"), "same second, earlier entry");

            redis.add("9-10", tick(1, 1000));
            redis.awaitAcknowledged();
            assertEquals("10.0", latest().get("last_price"));
            assertTrue(receiver.isRunning());
        }
    }

    @Test
    void keepsTheNewerTickOfAnInstrumentThatTwoStreamsHave() throws IOException {
        Path file = Files.writeString(
                directory.resolve("two.yaml"),
                "redis: {host: 127.0.0.1, port: " + redis.port() + ", stream_name: 'ticks:two'}");
        Settings.Redis two = SettingsReader.read(file, true, Map.of(), Map.of(), Role.RECEIVER)
                .settings()
                .redis();
        String dbPath = directory.resolve("two.db").toString();
        Settings.Persistence persistence =
                RunningReceiver.persistence(dbPath, Duration.ofMillis(50), Duration.ofDays(1), Duration.ofMinutes(15));
        try (RunningReceiver receiver = start(Duration.ofDays(1), Duration.ofMinutes(15));
                RunningReceiver other = RunningReceiver.start(RunningReceiver.settings(two, persistence))) {
            redis.add("9-5", tick(10, 500));
            redis.awaitAcknowledged();
            addToTwo("20-1", tick(9, 600));
            assertEquals("5.0", latest().get("last_price"), "older by its exchange time, with a higher ID");

            addToTwo("20-2", tick(11, 700));
            assertEquals("7.0", latest().get("last_price"));

            redis.add("9-6", tick(10, 800));
            redis.awaitAcknowledged();
            assertEquals("7.0", latest().get("last_price"), "older than the other stream's");
            assertTrue(receiver.isRunning() && other.isRunning());
        }
        assertEquals(4, redis.number(Command.ZCARD, TICKS));
    }

    private void addToTwo(String id, Tick tick) {
        redis.call(Command.XADD, "ticks:two", id, "data", new TickWriter().write(tick));
        Await.until("acknowledged", () -> redis.isAllAcknowledged("ticks:two"));
    }

    @Test
    void ranksATickWithoutTheExchangesTimeWithTheLastOneThatHadIt() {
        try (RunningReceiver receiver = start(Duration.ofDays(1), Duration.ofMinutes(15))) {
            redis.add("9-5", tick(0, 500));
            redis.awaitAcknowledged();
            // The host's clock is five minutes ahead.
            redis.add("9-6", untimed(600, Ticks.TIME + 300_000_000L));
            redis.awaitAcknowledged();
            assertEquals("6.0", latest().get("last_price"));
            redis.add("9-7", tick(0, 700));
            redis.awaitAcknowledged();
            assertEquals("7.0", latest().get("last_price"));
            redis.add("9-9", untimed(900, Ticks.TIME + 300_000_000L));
            redis.add("9-10", tick(-1, 100));
            redis.awaitAcknowledged();
            assertEquals("9.0", latest().get("last_price"), "older by its exchange time");
            assertTrue(receiver.isRunning());
        }
    }

    @Test
    void isNotFrozenByATimeThatCanNotBe() {
        try (RunningReceiver receiver = start(Duration.ofDays(1), Duration.ofMinutes(15))) {
            redis.add("9-5", tick(0, 500));
            redis.add(
                    "9-6",
                    Ticks.full("NIFTY 50", 600, Ticks.micros("2094-01-01T00:00:00Z"))
                            .build());
            redis.awaitAcknowledged();
            assertEquals("6.0", latest().get("last_price"));
            redis.add("9-7", tick(0, 700));
            redis.awaitAcknowledged();
            assertEquals("7.0", latest().get("last_price"));
            assertEquals(0, redis.number(Command.EXISTS, "symbols:2094-01-01"));
            assertTrue(receiver.isRunning());
        }
    }

    private static Tick untimed(long price, long receivedAtMicros) {
        Tick.Builder tick = new Tick.Builder();
        tick.mode = Mode.LTP;
        tick.instrumentToken = 256265;
        tick.tradingsymbol = "NIFTY 50";
        tick.lastPrice = price;
        tick.receivedAtMicros = receivedAtMicros;
        return tick.build();
    }

    @Test
    void deletesTheFieldsThatANewerLatestTickLacks() {
        try (RunningReceiver receiver = start(Duration.ofDays(1), Duration.ofMinutes(15))) {
            redis.add("9-5", tick(0, 500));
            redis.awaitAcknowledged();
            redis.add("9-6", untimed(12345, Ticks.TIME + 5_000_000));
            redis.awaitAcknowledged();
            assertTrue(receiver.isRunning());
        }
        Map<String, String> latest = latest();
        assertEquals("123.45", latest.get("last_price"));
        assertEquals("ltp", latest.get("mode"));
        assertEquals(null, latest.get("bid"));
        assertEquals(null, latest.get("exchange_timestamp"));
    }

    @Test
    void boundsTheHistoryByTheNewestTick() {
        try (RunningReceiver receiver = start(Duration.ofDays(1), Duration.ofMinutes(1))) {
            redis.add("9-1", tick(0, 1));
            redis.add("9-2", tick(50, 2));
            redis.add("9-3", tick(61, 3));
            redis.awaitAcknowledged();
            // With a history of one minute, upkeep is due every 4 s.
            Await.until("the first is gone", () -> {
                redis.add("*", tick(62, 4));
                return redis.number(Command.ZCOUNT, TICKS, "-inf", seconds(0)) == 0;
            });
            assertEquals(2, redis.number(Command.ZCOUNT, TICKS, seconds(50), seconds(61)));
            assertEquals(0, redis.number(Command.ZCOUNT, DEPTH, "-inf", seconds(0)));
            assertEquals(2, redis.number(Command.ZCOUNT, DEPTH, seconds(50), seconds(61)));
            assertTrue(receiver.isRunning());
        }
    }

    @Test
    void keepsTheWholeHistoryWhenItHasNoBound() {
        try (RunningReceiver receiver = start(Duration.ofSeconds(2), Duration.ZERO)) {
            redis.add("9-1", tick(0, 1));
            for (int i = 2; i < 6; i++) {
                redis.add("9-" + i, tick(3600L * i, i));
                redis.awaitAcknowledged();
            }
            assertTrue(receiver.isRunning());
            assertEquals(5, redis.number(Command.ZCARD, TICKS));
        }
    }

    @Test
    void lengthensTheLifeOfKeysInUseAndLetsOthersExpire() {
        try (RunningReceiver receiver = start(Duration.ofSeconds(2), Duration.ofMinutes(15))) {
            redis.add("9-1", tick(0, 1));
            redis.awaitAcknowledged();
            for (String key : List.of(TICKS, DEPTH, "latest:NIFTY 50", "symbols:2026-11-22")) {
                long ttl = redis.number(Command.PTTL, key);
                assertTrue(ttl > 0 && ttl <= 2000, key + " " + ttl);
            }
            redis.call(Command.SET, "clock", "1", "PX", 3500);
            Await.until("in use for longer than they live", () -> {
                redis.add("*", tick(1, 2));
                assertEquals(1, redis.number(Command.EXISTS, TICKS), "expired while in use");
                return redis.number(Command.EXISTS, "clock") == 0;
            });
            Await.until(
                    "expired",
                    () -> redis.number(Command.EXISTS, TICKS, DEPTH, "latest:NIFTY 50", "symbols:2026-11-22") == 0);
            assertTrue(receiver.isRunning());
        }
    }

    @Test
    void leavesKeysOfOtherProgramsAloneAndGoesOn() throws Exception {
        redis.call(Command.SET, TICKS, "mine");
        redis.call(Command.SET, "latest:NIFTY 50", "mine");
        try (RunningReceiver receiver = start(Duration.ofDays(1), Duration.ofMinutes(15))) {
            redis.add("9-1", tick(0, 1));
            redis.add("9-2", Ticks.full("NIFTY BANK").build());
            redis.awaitAcknowledged();
            assertTrue(receiver.isRunning());
        }
        assertEquals("mine", redis.call(Command.GET, TICKS));
        assertEquals(1, redis.number(Command.ZCARD, DEPTH));
        assertEquals("163.95", redis.call(Command.HGET, "latest:NIFTY BANK", "last_price"));
        assertEquals(2, new Database(directory.resolve("ticks.db")).count("ticks"));
    }

    @Test
    void shortensTheHistoryWhenRedisHasNoMemoryLeft() throws Exception {
        try (RunningReceiver receiver = start(Duration.ofDays(1), Duration.ofMinutes(15))) {
            redis.addAll(
                    1,
                    20_000,
                    i -> Ticks.full("NIFTY 50", 16395, Ticks.TIME + i / 25 * 1_000_000L)
                            .build());
            redis.awaitAcknowledged();
            long used = Long.parseLong(((String) redis.call(Command.INFO, "memory"))
                    .lines()
                    .filter(line -> line.startsWith("used_memory:"))
                    .findFirst()
                    .orElseThrow()
                    .substring("used_memory:".length()));
            redis.add("1763786702000-0", tick(801, 7));
            redis.call(Command.CONFIG, "SET", "maxmemory", used - 2_000_000);
            redis.awaitAcknowledged();
            redis.call(Command.CONFIG, "SET", "maxmemory", used + 1_000_000);
            redis.add("1763786702000-1", tick(802, 8));
            redis.awaitAcknowledged();
            assertTrue(receiver.isRunning());
        }
        assertEquals(20_002, new Database(directory.resolve("ticks.db")).count("ticks"));
    }

    private Map<String, String> latest() {
        List<String> pairs = redis.list(Command.HGETALL, "latest:NIFTY 50");
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            fields.put(pairs.get(i), pairs.get(i + 1));
        }
        return fields;
    }

    private static String seconds(long after) {
        return Long.toString(Ticks.TIME / 1_000_000 + after);
    }

    private static Tick tick(long secondsAfter, long lastPrice) {
        return Ticks.full("NIFTY 50", lastPrice, Ticks.TIME + secondsAfter * 1_000_000)
                .build();
    }

    private RunningReceiver start(Duration ttl, Duration history) {
        Settings.Persistence persistence = RunningReceiver.persistence(
                directory.resolve("ticks.db").toString(), Duration.ofMillis(50), ttl, history);
        return RunningReceiver.start(RunningReceiver.settings(redis.settings("receiver_1"), persistence));
    }
}
