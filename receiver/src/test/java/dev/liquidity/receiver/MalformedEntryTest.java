package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.sandbox.support.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;

class MalformedEntryTest {
    /** An entry as the Python original writes it: blanks after colons, no arrival time. */
    private static final String PYTHON = """
            {"tradable": true, "mode": "full", "instrument_token": 11536642, "last_price": 48.05,\
             "last_traded_quantity": 30, "average_traded_price": 47.31, "volume_traded": 2147483650,\
             "total_buy_quantity": 900, "total_sell_quantity": 0,\
             "ohlc": {"open": 40.0, "high": 51.15, "low": 39.5, "close": 41.2}, "change": 16.626213592233007,\
             "last_trade_time": "2026-11-22T14:01:59", "oi": 4200, "oi_day_high": 4400, "oi_day_low": 0,\
             "exchange_timestamp": "2026-11-22T14:02:00",\
             "depth": {"buy": [{"quantity": 30, "price": 48.0, "orders": 2}],\
             "sell": [{"quantity": 60, "price": 48.1, "orders": 3}, {"quantity": 0, "price": 0.0, "orders": 0}]},\
             "tradingsymbol": "BANKNIFTY26DEC53000PE", "name": "BANKNIFTY"}""";

    @TempDir
    Path directory;

    private final TestRedis redis = new TestRedis();
    private Database database;
    private RunningReceiver receiver;

    @BeforeEach
    void start() {
        Path file = directory.resolve("ticks.db");
        database = new Database(file);
        receiver = RunningReceiver.start(RunningReceiver.settings(redis, file.toString()));
    }

    @AfterEach
    void close() {
        receiver.close();
        redis.close();
    }

    @Test
    void storesAnEntryOfThePythonOriginal() throws Exception {
        redis.add("1763786701000-0", bytes(PYTHON));

        redis.awaitAcknowledged();
        assertEquals(
                List.of((1763786701000L << 21)
                        + "|11536642|BANKNIFTY26DEC53000PE|2026-11-22T14:02:00|2026-11-22T14:01:59"
                        + "|48.05|30|47.31|2147483650|900|0"
                        + "|40.0|51.15|39.5|41.2|16.626213592233007|4200|4400|0|full|2025-11-22T10:15:01.000000|2026-11-22"
                        + "|48.0|30|2" + "|||".repeat(4) + "|48.1|60|3|0.0|0|0" + "|||".repeat(3)),
                database.rows("SELECT * FROM ticks"));
        assertEquals(
                List.of("buy|0|48.0|30|2", "sell|0|48.1|60|3", "sell|1|0.0|0|0"),
                database.rows("SELECT side, level, price, quantity, orders FROM tick_depths ORDER BY 1, 2"));
    }

    @Test
    void storesFieldsInAnyOrderWithNullsExponentsAndQuotes() throws Exception {
        redis.add(
                "1763786701000-0",
                bytes("{\"name\":null,\"last_price\":\"1.2345E+2\",\"exchange_timestamp\":null,\"unknown\":[{}],"
                        + "\"oi\":1e3,"
                        + "\"tradingsymbol\":\"NIFTY 50\",\"instrument_token\":256265,\"depth\":null}"));

        redis.awaitAcknowledged();
        assertEquals(
                List.of("256265|NIFTY 50||123.45|1000|2025-11-22T10:15:01.000000|2025-11-22"),
                database.rows("SELECT instrument_token, tradingsymbol, exchange_timestamp, last_price, oi, received_at,"
                        + " trade_date FROM ticks"));
    }

    @Test
    void recordsEveryKindOfGarbageAcknowledgesItAndGoesOn() throws Exception {
        byte[] large = new byte[1 << 20];
        Arrays.fill(large, (byte) 'x');
        redis.add("1-0", bytes("not json"));
        redis.add("1-1", bytes(""));
        redis.add("1-2", bytes("[]"));
        redis.add("1-3", bytes("{}"));
        redis.add("1-4", bytes("{\"instrument_token\":1}"));
        redis.add("1-5", bytes(PYTHON.replace("48.05", "\"much\"")));
        redis.add("1-6", bytes(PYTHON.substring(0, 300)));
        redis.add("1-7", new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        redis.add("1-8", large);
        redis.call(Command.XADD, TestRedis.STREAM, "1-9", "price", "7", "symbol", "X");
        redis.add("1-10", bytes("[".repeat(10_000)));
        redis.add("1-11", bytes(PYTHON.replace("2026-11-22T14:02:00", "yesterday")));
        redis.add("2-2097152", bytes(PYTHON));
        redis.add("4398046511104-0", bytes(PYTHON));
        redis.add("4398046511104-1", bytes(PYTHON));

        redis.awaitAcknowledged();
        assertEquals(0, database.count("ticks"));
        assertEquals(
                List.of(
                        "1-0",
                        "1-1",
                        "1-10",
                        "1-11",
                        "1-2",
                        "1-3",
                        "1-4",
                        "1-5",
                        "1-6",
                        "1-7",
                        "1-8",
                        "1-9",
                        "2-2097152",
                        "4398046511104-0",
                        "4398046511104-1"),
                database.rows("SELECT stream_id FROM rejected_entries ORDER BY stream_id"));
        assertEquals("not json", database.value("SELECT payload FROM rejected_entries WHERE stream_id = '1-0'"));
        assertEquals("FF00FE", database.value("SELECT hex(payload) FROM rejected_entries WHERE stream_id = '1-7'"));
        assertEquals(
                "too large|1048576 bytes, of which the first 65536 are kept|65536",
                database.value("SELECT reason, detail, length(payload) FROM rejected_entries WHERE stream_id = '1-8'"));
        assertEquals(
                "no field named data|price=7\nsymbol=X\n",
                database.value("SELECT reason, payload FROM rejected_entries WHERE stream_id = '1-9'"));
        assertEquals(
                "its ID does not fit into ticks.id",
                database.value("SELECT DISTINCT reason FROM rejected_entries WHERE length(stream_id) > 6"));
        assertTrue(receiver.isRunning());
    }

    @Test
    void keepsTheBeginningOfEntriesOfTenMegabytesAndGoesOn() throws Exception {
        byte[] huge = new byte[10 << 20];
        Arrays.fill(huge, (byte) '[');
        for (int i = 1; i <= 5; i++) {
            redis.add("3-" + i, huge);
        }
        redis.add("7-0", Ticks.full("NIFTY 50").build());

        redis.awaitAcknowledged();
        assertEquals(1, database.count("ticks"));
        assertEquals(
                List.of("5|65536|too large|10485760 bytes, of which the first 65536 are kept"),
                database.rows(
                        "SELECT count(*), max(length(payload)), reason, detail FROM rejected_entries GROUP BY reason"));
    }

    @Test
    void storesTheGoodEntriesAmongGarbage() throws Exception {
        for (int i = 1; i <= 300; i++) {
            if (i % 3 == 0) {
                redis.add("5-" + i, bytes("{" + i));
            } else {
                redis.add("5-" + i, Ticks.full("NIFTY 50", i).build());
            }
        }
        redis.awaitAcknowledged();
        assertEquals(200, database.count("ticks"));
        assertEquals(100, database.count("rejected_entries"));
    }

    @Test
    void storesTheTicksAroundARefusedOne() throws Exception {
        redis.add("7-0", Ticks.full("NIFTY 50").build());
        redis.awaitAcknowledged();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ticks.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TRIGGER unlucky BEFORE INSERT ON ticks WHEN NEW.last_price = 0.13"
                    + " BEGIN SELECT RAISE(ABORT, 'unlucky'); END");
        }
        redis.addAll(1, 200, i -> Ticks.full("NIFTY 50", i).build());
        redis.awaitAcknowledged();

        assertEquals(200, database.count("ticks"));
        assertEquals(2000, database.count("tick_depths"));
        String reason = database.value("SELECT reason, detail FROM rejected_entries");
        assertTrue(reason.startsWith("SQLite refuses it") && reason.contains("unlucky"), reason);
        assertEquals("1763786701000-13", database.value("SELECT stream_id FROM rejected_entries"));
    }

    @Test
    void storesNothingOfATickThatHasARefusedLevelBeyondTheFifth() throws Exception {
        redis.add("7-0", Ticks.full("NIFTY 50").build());
        redis.awaitAcknowledged();
        long taken = StreamId.parse("1763786701000-13").pack();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ticks.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO tick_depths_beyond VALUES (" + taken + ", 'sell', 5, 1, 1, 1)");
        }
        redis.addAll(1, 200, i -> Ticks.full("NIFTY 50", i, Ticks.book(6)).build());
        redis.awaitAcknowledged();

        assertEquals(200, database.count("ticks"));
        assertEquals(2 * 199 + 1, database.count("tick_depths_beyond"));
        assertEquals("1.0", database.value("SELECT price FROM tick_depths_beyond WHERE tick_id = " + taken));
        String reason = database.value("SELECT reason, detail FROM rejected_entries");
        assertTrue(reason.startsWith("SQLite refuses it") && reason.contains("tick_depths_beyond"), reason);
        assertEquals("1763786701000-13", database.value("SELECT stream_id FROM rejected_entries"));
    }

    @Test
    void recordsATickThatDiffersInOneLevelFromTheOneUnderItsId() throws Exception {
        int rejected = 0;
        for (int levels : new int[] {6, 5, 4, 7}) {
            redis.add("7-1", Ticks.full("NIFTY 50", 16395, Ticks.book(levels)).build());
            int expected = rejected++;
            Await.until(
                    "stored or recorded",
                    () -> database.count("ticks") == 1 && database.count("rejected_entries") == expected);
            redis.awaitAcknowledged();
            redis.call(Command.DEL, TestRedis.STREAM);
        }

        assertEquals("6|6", database.value("SELECT max(level) + 1, count(*) / 2 + 5 FROM tick_depths_beyond"));
    }

    @Test
    void recordsAnotherTickWhoseIdIsTaken() throws Exception {
        redis.add("7-1", Ticks.full("NIFTY 50").build());
        redis.awaitAcknowledged();
        redis.call(Command.DEL, TestRedis.STREAM);
        redis.add("7-1", Ticks.full("NIFTY 50", 1).build());
        Await.until("recorded", () -> database.count("rejected_entries") == 1);
        redis.awaitAcknowledged();
        redis.call(Command.DEL, TestRedis.STREAM);
        redis.add("7-1", Ticks.full("NIFTY 50", 2).build());
        Await.until("recorded", () -> database.count("rejected_entries") == 2);

        assertEquals("163.95", database.value("SELECT last_price FROM ticks"));
        List<String> rejected = database.rows("SELECT reason, detail, payload FROM rejected_entries ORDER BY rowid");
        assertTrue(rejected.get(0).startsWith("another tick is stored under its ID|CRC32 "), rejected.get(0));
        assertTrue(rejected.get(0).contains("\"last_price\":0.01"), rejected.get(0));
        assertTrue(rejected.get(1).contains("\"last_price\":0.02"), rejected.get(1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
