package dev.liquidity.sandbox.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.PacketStore;
import dev.liquidity.sandbox.ledger.Ledger;
import dev.liquidity.sandbox.ledger.RecordKind;
import dev.liquidity.sandbox.market.Dump;
import dev.liquidity.sandbox.market.Feed;
import dev.liquidity.sandbox.market.FeedMode;
import dev.liquidity.sandbox.market.Listing;
import dev.liquidity.sandbox.market.Market;
import dev.liquidity.sandbox.market.SyntheticDump;
import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.wire.BigEndian;
import dev.liquidity.sandbox.wire.PacketLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

class AuditTest {
    private static final int TICKS = 600;
    private static final String OF_A_FULL_TICK =
            " WHERE id = (SELECT min(id) FROM ticks WHERE bid_price_0 IS NOT NULL)";

    @TempDir
    private Path directory;

    private final Dump dump = new Dump(SyntheticDump.of(LocalDate.of(2026, 11, 23), 7));
    private final List<byte[]> sent = new ArrayList<>();
    private Path ledger;
    private Path database;

    @BeforeEach
    void play() throws Exception {
        ledger = directory.resolve("ledger");
        database = directory.resolve("ticks.db");
        Market market = new Market(dump, 7, Clock.systemUTC());
        List<Listing> played = dump.listings().stream()
                .filter(l -> l.name().equals("NIFTY") || l.isIndex())
                .limit(40)
                .toList();
        try (Ledger writer = Ledger.create(ledger)) {
            for (Listing listing : played) {
                writer.instrument(listing.token(), listing.exchange(), listing.tradingsymbol());
            }
            byte[] frame = new byte[4 + PacketLayout.FULL_LENGTH];
            for (int i = 0; i < TICKS; i++) {
                Feed feed = market.feed(played.get(i % played.size()).token());
                FeedMode mode = i % 3 == 0 ? FeedMode.QUOTE : FeedMode.FULL;
                int length = feed.writeNext(frame, 4, mode, market.epochSeconds());
                BigEndian.putU16(frame, 0, 1);
                BigEndian.putU16(frame, 2, length);
                writer.append(RecordKind.FRAME, 1 + i % 2, frame, 0, 4 + length);
                sent.add(Arrays.copyOfRange(frame, 4, 4 + length));
            }
            writer.append(RecordKind.ENDED, 1, "cut\t300\t50000");
            writer.append(RecordKind.ENDED, 2, "closed by client\t300\t50000");
        }
    }

    private AuditReport audit() throws Exception {
        return Audit.run(ledger, List.of(database), null);
    }

    private AuditReport auditAfter(String sql) throws Exception {
        PacketStore.write(database, dump, sent);
        run(database, sql);
        return audit();
    }

    private static void run(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            assertTrue(statement.executeUpdate(sql) > 0, sql);
        }
    }

    @Test
    void holdsWhenEveryTickIsStoredAsItWasSent() throws Exception {
        PacketStore.write(database, dump, sent);
        AuditReport report = audit();
        assertTrue(report.holds(), report.text(50));
        assertEquals(TICKS, report.total().sent());
        assertEquals(TICKS, report.total().stored());
        assertEquals(40, report.instruments().size());
        assertTrue(report.text(3).contains("… and 37 more"));
    }

    @Test
    void takesTheRowsOfSeveralReceiversInTheirOrder() throws Exception {
        PacketStore.write(database, dump, sent);
        Path other = Files.copy(database, directory.resolve("other.db"));
        run(database, "DELETE FROM ticks WHERE id % 3 = 0");
        run(other, "DELETE FROM ticks WHERE id % 3 <> 0");

        AuditReport report = Audit.run(ledger, List.of(other, database), null);

        assertTrue(report.holds(), report.text(50));
    }

    @Test
    void namesEveryFieldThatDiffers() throws Exception {
        for (String column : StoredTick.NUMBERS) {
            if (column.equals("volume_traded") || column.equals("high")) {
                continue;
            }
            java.nio.file.Files.deleteIfExists(database);
            AuditReport report = auditAfter("UPDATE ticks SET " + column + " = " + column
                    + " + 1 WHERE id = (SELECT min(id) FROM ticks WHERE oi IS NOT NULL)");
            assertFalse(report.holds());
            assertEquals(1, report.total().different());
            assertTrue(
                    report.examples().get(0).contains(column + ": sent "),
                    report.examples().get(0));
        }
    }

    @Test
    void seesADifferenceInTheDepth() throws Exception {
        AuditReport report = auditAfter("UPDATE ticks SET ask_orders_3 = ask_orders_3 + 1" + OF_A_FULL_TICK);
        assertEquals(1, report.total().different());
        assertTrue(
                report.examples().get(0).contains("sell[3].orders: sent "),
                report.examples().get(0));
    }

    @Test
    void seesAMissingLevelAndOneTooManyAndAWrongSymbolAndTimeAndChange() throws Exception {
        for (String sql : List.of(
                "UPDATE ticks SET bid_price_4 = NULL, bid_quantity_4 = NULL, bid_orders_4 = NULL" + OF_A_FULL_TICK,
                "UPDATE ticks SET ask_price_0 = NULL" + OF_A_FULL_TICK,
                "UPDATE ticks SET bid_price_1 = bid_price_2" + OF_A_FULL_TICK,
                "UPDATE ticks SET bid_price_0 = 1, bid_quantity_0 = 1, bid_orders_0 = 1 WHERE id = 1000030",
                "UPDATE ticks SET tradingsymbol = 'TOKEN_1' WHERE id = 1000010",
                "UPDATE ticks SET tick_mode = 'full' WHERE id = 1000030",
                "UPDATE ticks SET change_pct = change_pct + 0.001 WHERE id = 1000010",
                "UPDATE ticks SET trade_date = '2001-01-01' WHERE id = 1000010",
                "UPDATE ticks SET exchange_timestamp = '2026-11-22T10:15:01' WHERE id = 1000010",
                "UPDATE ticks SET last_price = last_price + 0.000001 WHERE id = 1000010",
                "UPDATE ticks SET oi = 5 WHERE id = 1000030")) {
            java.nio.file.Files.deleteIfExists(database);
            AuditReport report = auditAfter(sql);
            assertEquals(1, report.total().different(), sql);
            assertFalse(report.holds());
        }
    }

    @Test
    void refusesLevelsThatTheExchangeNeverSends() {
        SQLException refusal = assertThrows(
                SQLException.class,
                () -> auditAfter("INSERT INTO tick_depths_beyond VALUES (1000010, 'buy', 5, 1, 1, 1)"));
        assertTrue(refusal.getMessage().contains("levels of tick 1000010"), refusal.getMessage());
    }

    @Test
    void countsMissingDuplicateAndUnexpectedRows() throws Exception {
        List<byte[]> stored = new ArrayList<>(sent);
        byte[] twice = stored.get(100);
        stored.remove(200);
        stored.remove(201);
        stored.add(150, twice);
        byte[] invented = sent.get(41).clone();
        BigEndian.putU32(invented, PacketLayout.VOLUME, 3);
        BigEndian.putU32(invented, PacketLayout.INDEX_HIGH, 3);
        stored.add(invented);
        PacketStore.write(database, dump, stored);
        AuditReport report = audit();
        assertFalse(report.holds());
        assertEquals(2, report.total().missing());
        assertEquals(1, report.total().duplicate());
        assertEquals(1, report.total().unexpected());
        assertEquals(0, report.total().different(), report.text(5));
    }

    @Test
    void seesRowsOutOfOrder() throws Exception {
        List<byte[]> stored = new ArrayList<>(sent);
        Collections.swap(stored, 100, 140);
        PacketStore.write(database, dump, stored);
        AuditReport report = audit();
        assertEquals(1, report.total().disordered());
        assertEquals(0, report.total().missing());
        assertFalse(report.holds());
    }

    @Test
    void tellsTheUnreadEndOfABrokenConnectionFromAHole() throws Exception {
        List<byte[]> stored = new ArrayList<>();
        for (int i = 0; i < TICKS; i++) {
            boolean lastOfTheCutOne = i % 2 == 0 && i >= TICKS - 10;
            if (!lastOfTheCutOne && i != 77) {
                stored.add(sent.get(i));
            }
        }
        PacketStore.write(database, dump, stored);
        AuditReport report = audit();
        assertEquals(6, report.total().missing());
        assertEquals(5, report.unreadTail());
        assertEquals(
                List.of(
                        new AuditReport.Connection(1, "cut", 300, 295, 5),
                        new AuditReport.Connection(2, "closed by client", 300, 299, 0)),
                report.connections());
        assertFalse(report.holds());
    }

    @Test
    void doesNotHoldWhenNothingWasSent() throws Exception {
        Ledger.create(ledger).close();
        PacketStore.write(database, dump, List.of());
        assertFalse(audit().holds());
    }

    @Test
    void readsALedgerWhoseLastRecordBrokeOff() throws Exception {
        byte[] bytes = java.nio.file.Files.readAllBytes(ledger);
        java.nio.file.Files.write(ledger, Arrays.copyOf(bytes, bytes.length - 20));
        PacketStore.write(database, dump, sent);
        AuditReport report = audit();
        assertTrue(report.holds(), report.text(5));
    }

    @Test
    void comparesTheStreamTrimmedOrNot() throws Exception {
        PacketStore.write(database, dump, sent);
        try (RedisServer redis = RedisServer.launch("requirepass secret");
                Jedis jedis = new Jedis(redis.host(), redis.port())) {
            jedis.auth("secret");
            StreamAddress address = new StreamAddress(redis.host(), redis.port(), 0, null, "secret", "ticks:raw");
            for (long id = 1_000_000; id < 1_000_000 + TICKS; id++) {
                // ticks.id is the stream ID packed, 21 bits of sequence: all of these are in millisecond 0.
                jedis.xadd(
                        "ticks:raw",
                        Map.of("data", "x"),
                        XAddParams.xAddParams().id(new StreamEntryID(0, id)));
            }
            assertTrue(Audit.run(ledger, List.of(database), address).holds());
            jedis.xtrim("ticks:raw", 100, false);
            AuditReport trimmed = Audit.run(ledger, List.of(database), address);
            assertTrue(trimmed.holds(), trimmed.text(2));
            assertTrue(trimmed.stream().contains("trimmed"), trimmed.stream());
            jedis.xdel("ticks:raw", new StreamEntryID(0, 1_000_000 + TICKS - 5));
            AuditReport lacking = Audit.run(ledger, List.of(database), address);
            assertFalse(lacking.holds());
            assertTrue(lacking.text(2).contains("the stream is not what is stored"), lacking.text(2));
        }
    }

    @Test
    void judgesTheStoreWhenTheStreamWasEmptied() throws Exception {
        PacketStore.write(database, dump, sent);
        try (RedisServer redis = RedisServer.launch();
                Jedis jedis = new Jedis(redis.host(), redis.port())) {
            StreamAddress address = new StreamAddress(redis.host(), redis.port(), 0, null, null, "ticks:raw");
            AuditReport emptied = Audit.run(ledger, List.of(database), address);
            assertTrue(emptied.holds(), emptied.text(2));
            assertTrue(emptied.stream().contains("the store alone"), emptied.stream());
            for (long id = 1_000_000 + TICKS - 50; id < 1_000_000 + TICKS; id++) {
                jedis.xadd(
                        "ticks:raw",
                        Map.of("data", "x"),
                        XAddParams.xAddParams().id(new StreamEntryID(0, id)));
            }
            AuditReport anew = Audit.run(ledger, List.of(database), address);
            assertTrue(anew.holds(), anew.text(2));
            assertTrue(
                    anew.stream().contains("50 entries, trimmed or begun anew before its first one; 50 rows"),
                    anew.stream());
            Path lacking = directory.resolve("lacking.db");
            PacketStore.write(lacking, dump, sent.subList(0, TICKS - 1));
            assertFalse(Audit.run(ledger, List.of(lacking), address).holds(), "the store lacks a tick");
        }
    }
}
