package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.market.Ist;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two receivers of one group, each with a file of its own, and one archive for both. */
@Order(1)
final class TwoFilesIT {
    private static final String SECOND = "receiver_2";
    private static final int TICKS = 10_000;

    /** Of one tick each, so that the rows of several files add up: the sum in SQL is by another path. */
    private static final String[][] SUMS = {
        {"ticks", "count(*)"},
        {"prices", "count(last_price)"},
        {"price_sum", "sum(last_price)"},
        {"quotes", "sum(quoted)"},
        {"spread_sum", "sum(quoted * (ask_price_0 - bid_price_0))"},
        {"bid_quantity_sum", "sum(quoted * bid_quantity_0)"},
        {"ask_quantity_sum", "sum(quoted * ask_quantity_0)"},
        {"ask_orders_sum", "sum(quoted * ask_orders_0)"},
        {"oi_ticks", "count(oi)"},
        {"oi_sum", "sum(oi)"},
    };

    /** Of two ticks that follow each other, which may be in two files: the archive makes them add up. */
    private static final String[][] PAIR_SUMS = {
        {"volume + late_volume", "sum(traded)"},
        {"oi_change", "sum(oi_moved)"},
        {"quoted_seconds", "sum(stood)"},
    };

    private static final String TICKS_IN_PAIRS = """
            SELECT *, max(0, volume_traded - lag(volume_traded) OVER w) AS traded, oi - lag(oi) OVER w AS oi_moved,
              iif(quoted, min(60, lead(arrival) OVER w - arrival), NULL) AS stood
            FROM (SELECT *, strftime('%s', received_at) + substr(received_at, 20) AS arrival,
                  bid_price_0 > 0 AND bid_quantity_0 > 0 AND ask_quantity_0 > 0 AND ask_price_0 >= bid_price_0 AS quoted
                  FROM ticks) WINDOW w AS (PARTITION BY tradingsymbol ORDER BY id)""";

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.rate(1_500));

    private final List<ChildProcess> programs = new ArrayList<>();
    private Rig rig;
    private Path archive;
    private StoreView second;

    @AfterEach
    void close() {
        programs.forEach(ChildProcess::close);
    }

    @Test
    void addUpAndFillOneArchive() throws Exception {
        rig = ORDEAL.rig();
        archive = rig.setup().directory().resolve("archive");
        second = new StoreView(rig.setup().directory().resolve("second/ticks.db"));
        Path config = config("first.yaml", Rig.RECEIVER, rig.setup().database());
        Path other = config("second.yaml", SECOND, second.path());
        ChildProcess receiver = Jar.of("receiver", SECOND, rig.setup().directoryOf(SECOND), false, other);
        programs.add(receiver);
        receiver.start();
        Await.until("both store", Rig.PATIENCE, () -> second.lastId() > 0);
        rig.awaitSent(TICKS);
        receiver.kill();
        rig.awaitSent(TICKS / 2);
        // Before the other takes over what it was given.
        receiver.start();
        rig.awaitSent(TICKS / 2);
        drain();
        rig.exchange().flushLedger();
        StoreView both = merged("both.db");
        judge("two receivers with a file each: kill -9 of one", both);
        assertTrue(both.number("SELECT count(DISTINCT file) FROM ticks_of") == 2);
        assertAddUp(SUMS, "minute", both);

        atOnce(config, other, 0);
        assertArchived("two receivers archive one date into one folder, at once", "archived.db");
        assertSeen(config);
        takeOver(receiver);
        atOnce(config, other, 10);
        assertArchived("two receivers with a file each: the other takes over from a killed one", "moved.db");
        assertSeen(other);
        assertEquals(0, rig.store().number("SELECT count(*) FROM ticks"));
        assertEquals(0, second.number("SELECT count(*) FROM ticks"));
        assertEquals(0, second.number("SELECT count(*) FROM liquidity_1m"));
    }

    /** What the second has stored and not acknowledged is in both files afterwards. */
    private void takeOver(ChildProcess receiver) throws Exception {
        rig.exchange().flow().running(true);
        rig.awaitSent(TICKS / 4);
        receiver.kill();
        rig.exchange().flow().running(false);
        Await.until(
                "the other takes over",
                Rig.PATIENCE,
                () -> !Logs.lines(rig.receiverLog(), "Took over").isEmpty());
        receiver.start();
        rig.exchange().flow().running(true);
        rig.awaitSent(TICKS / 4);
        drain();
        rig.exchange().flushLedger();
    }

    private Path config(String name, String consumer, Path database) throws IOException {
        Path file = rig.setup().directory().resolve(name);
        new ConfigFile()
                .redis(rig.redis().host(), rig.redis().port())
                .set("redis.consumer_name", consumer)
                .set("persistence.db_path", database)
                .set("persistence.dump_interval_seconds", 0.5)
                .set("persistence.min_free_gb", 0)
                .set("persistence.archive", "{dir: \"" + archive + "\", keep_days: 3}")
                .write(file);
        return file;
    }

    /** Waits until all is stored in either file. */
    private void drain() throws Exception {
        rig.exchange().flow().running(false);
        Await.until(
                "all is stored and acknowledged",
                Rig.PATIENCE,
                () -> rig.isAcknowledged()
                        && JournalTicks.read(rig.setup().journal()).lastId()
                                <= Math.max(rig.store().lastId(), second.lastId())
                        && rig.exchange().sentTicks() > 0);
    }

    /** Both archive at the same time, on a day that is so many days ahead. */
    private void atOnce(Path config, Path other, int days) throws Exception {
        ChildProcess one = command("one", days, "archive", "--config", config.toString());
        ChildProcess two = command("two", days, "archive", "--config", other.toString());
        one.start();
        two.start();
        assertEquals(0, one.awaitExit(), one::toString);
        assertEquals(0, two.awaitExit(), two::toString);
        assertTrue((one.out() + two.out()).contains("Waiting for another receiver's run"), one + "\n" + two);
    }

    private void assertSeen(Path config) throws Exception {
        ChildProcess query = command(
                "query",
                0,
                "query",
                "SELECT count(*), count(DISTINCT id), (SELECT sum(ticks)::BIGINT FROM liquidity_1m) FROM ticks",
                "--csv",
                "--config",
                config.toString());
        query.start();
        assertEquals(0, query.awaitExit(), query::toString);
        long sent = rig.exchange().sentTicks();
        assertTrue(query.out().strip().endsWith(sent + "," + sent + "," + sent), query::toString);
    }

    private ChildProcess command(String name, int days, String... words) throws IOException {
        Path clock = rig.setup().directory().resolve("clock");
        MovedClock.open(clock).move(Ist.date(Instant.now()).plusDays(days), "17:00");
        ChildProcess program = Jar.byClock(clock, "receiver", name, rig.setup().directoryOf(name + days), words);
        programs.add(program);
        return program;
    }

    /** Every row of both files, also if it is in both. */
    private StoreView merged(String name) throws SQLException {
        Path file = rig.setup().directory().resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + rig.store().path() + "' AS first");
            statement.execute("ATTACH '" + second.path() + "' AS second");
            for (String table : List.of("ticks", "liquidity_1m", "tick_depths_beyond")) {
                statement.execute("CREATE TABLE " + table + " AS SELECT * FROM first." + table
                        + " UNION ALL SELECT * FROM second." + table);
            }
            statement.execute("CREATE TABLE ticks_of AS SELECT 1 AS file FROM first.ticks"
                    + " UNION ALL SELECT 2 FROM second.ticks");
        }
        return new StoreView(file);
    }

    private StoreView archived(String name) throws Exception {
        ArchivedTicks ticks = new ArchivedTicks(archive);
        assertEquals(rig.exchange().sentTicks(), ticks.number("count(*)"));
        Path file = rig.setup().directory().resolve(name);
        ticks.writeTo(file);
        return new StoreView(file);
    }

    private void judge(String fault, StoreView store) throws Exception {
        Verdict verdict = Verdict.of(rig.exchange().ledger(), rig.setup().journal(), store);
        assertTrue(verdict.isStoredAsJournaled(), verdict::toString);
        assertEquals(0, verdict.lost(), verdict::toString);
        FaultTable.ofBuild().add(fault, true, "0", verdict.duplicates(), -1);
    }

    private void assertArchived(String fault, String name) throws Exception {
        StoreView store = archived(name);
        judge(fault, store);
        assertAddUp(SUMS, "minute", store);
        assertAddUp(PAIR_SUMS, "''", store);
    }

    /** @param minute by which the sums are compared, or a constant: a quote that stands may do so in two minutes */
    private static void assertAddUp(String[][] sums, String minute, StoreView store) throws SQLException {
        List<String> ofTicks = new ArrayList<>();
        List<String> ofMinutes = new ArrayList<>();
        List<String> different = new ArrayList<>();
        for (String[] sum : sums) {
            String name = '"' + sum[0] + '"';
            ofTicks.add("coalesce(" + sum[1] + ", 0) AS " + name);
            ofMinutes.add("sum(" + sum[0] + ") AS " + name);
            different.add("abs(t." + name + " - m." + name + ") > 1e-6 * max(1, abs(m." + name + "))");
        }
        String key = "SELECT tradingsymbol, " + minute + " AS at, ";
        List<String> differences = new ArrayList<>();
        store.query(
                key.replace("SELECT", "WITH t AS (SELECT") + String.join(", ", ofTicks)
                        + " FROM (SELECT *, substr(coalesce(exchange_timestamp, received_at), 12, 5) AS minute FROM ("
                        + TICKS_IN_PAIRS + ")) GROUP BY 1, 2), m AS MATERIALIZED (" + key
                        + String.join(", ", ofMinutes) + " FROM liquidity_1m GROUP BY 1, 2)"
                        + " SELECT t.tradingsymbol, t.at FROM t LEFT JOIN m USING (tradingsymbol, at)"
                        + " WHERE m.at IS NULL OR " + String.join(" OR ", different),
                row -> differences.add(row.getString(1) + " " + row.getString(2)));
        assertEquals(List.of(), differences, String.join(", ", ofMinutes));
    }
}
