package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.FeedGapJson;
import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.sandbox.support.Await;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;

class SideTablesTest {
    private static final String GAPS = Keys.gaps(TestRedis.STREAM);
    private static final String HASH = Keys.instruments("2026-11-22");

    @TempDir
    Path directory;

    @AutoClose
    private final TestRedis redis = new TestRedis();

    @Test
    void storesFeedGapsOnceAndAcknowledgesThem() throws Exception {
        FeedGap gap = new FeedGap(
                2, Instant.parse("2026-11-22T04:45:01.000250Z"), Instant.parse("2026-11-22T04:45:13Z"), "silence", 567);
        redis.call(Command.XADD, GAPS, "*", "data", FeedGapJson.write(gap));
        redis.call(Command.XADD, GAPS, "*", "data", "{\"socket\":1}");
        Database database = new Database(directory.resolve("ticks.db"));
        try (RunningReceiver receiver = start("ticks.db")) {
            Await.until("acknowledged", () -> redis.isAllAcknowledged(GAPS));
            redis.call(Command.XADD, GAPS, "*", "data", FeedGapJson.write(gap));
            Await.until("acknowledged", () -> redis.isAllAcknowledged(GAPS));
            assertTrue(receiver.isRunning());
        }
        assertEquals(
                List.of("2|2026-11-22T10:15:01.000250|2026-11-22T10:15:13.000000|silence|567"),
                database.rows("SELECT * FROM feed_gaps"));
        assertEquals(1, database.count("rejected_entries"));
    }

    @Test
    void copiesTheInstrumentsOfADateAndThoseThatComeLater() throws Exception {
        Database database = new Database(directory.resolve("ticks.db"));
        put(instrument(9287170, "NIFTY26DEC24700CE", LocalDate.of(2026, 12, 29), "24700"));
        redis.call(Command.HSET, HASH, "1", "garbage");
        try (RunningReceiver receiver = start("ticks.db")) {
            redis.add("1763786701000-3", Ticks.full("NIFTY26DEC24700CE").build());
            Await.until("copied", () -> database.count("instruments") == 1);
            put(instrument(256265, "NIFTY 50", null, "0"));
            Await.until("copied", () -> database.count("instruments") == 2);
            assertTrue(receiver.isRunning());
        }
        assertEquals(
                List.of(
                        "2026-11-22|256265|NFO|NIFTY 50|NIFTY||0.0|0.05|65|CE",
                        "2026-11-22|9287170|NFO|NIFTY26DEC24700CE|NIFTY|2026-12-29|24700.0|0.05|65|CE"),
                database.rows("SELECT * FROM instruments ORDER BY instrument_token"));
    }

    @Test
    void keepsAFileForEachTradeDate() throws Exception {
        put(instrument(9287170, "NIFTY 50", null, "0"));
        try (RunningReceiver receiver = start("{date}/ticks-{date}.db")) {
            for (int day = 0; day < 6; day++) {
                redis.add(
                        "1763786701000-" + day,
                        Ticks.full("NIFTY 50", 16395, Ticks.TIME - day * 86_400_000_000L)
                                .build());
            }
            redis.add("1763786701000-7", "garbage".getBytes(StandardCharsets.US_ASCII));
            redis.awaitAcknowledged();
            Await.until("copied", () -> file("2026-11-22").count("instruments") == 1);
            assertTrue(receiver.isRunning());
        }
        for (int day = 17; day <= 22; day++) {
            assertEquals(List.of("2026-11-" + day), file("2026-11-" + day).rows("SELECT trade_date FROM ticks"));
        }
        assertEquals(1, file("2025-11-22").count("rejected_entries"));
        assertTrue(Files.notExists(directory.resolve("{date}")));
    }

    @Test
    void answersTheQueriesOfTheReadme() throws Exception {
        Database database = new Database(directory.resolve("ticks.db"));
        try (RunningReceiver receiver = start("ticks.db")) {
            for (int i = 1; i <= 12; i++) {
                redis.add(
                        "1763786701000-" + i,
                        Ticks.full(i % 3 == 0 ? "NIFTY 50" : "NIFTY26DEC24700CE")
                                .build());
            }
            redis.awaitAcknowledged();
            assertTrue(receiver.isRunning());
        }
        assertEquals(
                List.of("ticks|12", "tick_depths|120"),
                database.rows("SELECT 'ticks', count(*) FROM ticks"
                        + " UNION ALL SELECT 'tick_depths', count(*) FROM tick_depths;"));
        assertEquals(
                List.of("NIFTY26DEC24700CE|2026-11-22|8", "NIFTY 50|2026-11-22|4"),
                database.rows("SELECT tradingsymbol, trade_date, count(*) AS n FROM ticks"
                        + " GROUP BY tradingsymbol, trade_date ORDER BY n DESC LIMIT 25;"));
        assertEquals(
                List.of("2026-11-22|2026-11-22"),
                database.rows("SELECT min(trade_date) AS first, max(trade_date) AS last FROM ticks;"));
        List<String> rows =
                database.rows("SELECT id, instrument_token, tradingsymbol, exchange_timestamp, last_price, trade_date"
                        + " FROM ticks ORDER BY id DESC LIMIT 10;");
        assertEquals(10, rows.size());
        assertEquals(
                (1763786701000L << 21 | 12) + "|9287170|NIFTY 50|2026-11-22T10:15:01|163.95|2026-11-22", rows.get(0));
        assertEquals(
                "12",
                database.value(
                        "SELECT count(*) FROM ticks WHERE time(exchange_timestamp) BETWEEN '09:15:00' AND '15:30:00'"));
    }

    private Database file(String date) {
        return new Database(directory.resolve(date).resolve("ticks-" + date + ".db"));
    }

    private RunningReceiver start(String file) {
        return RunningReceiver.start(
                RunningReceiver.settings(redis, directory.resolve(file).toString()));
    }

    private void put(Instrument instrument) {
        redis.call(Command.HSET, HASH, instrument.token(), InstrumentJson.write(instrument));
    }

    private static Instrument instrument(long token, String tradingsymbol, LocalDate expiry, String strike) {
        return new Instrument(
                token,
                "NFO",
                tradingsymbol,
                "NIFTY",
                expiry,
                new BigDecimal(strike),
                new BigDecimal("0.05"),
                65,
                "CE",
                "NFO-OPT");
    }
}
