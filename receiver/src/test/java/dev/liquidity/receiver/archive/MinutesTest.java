package dev.liquidity.receiver.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.Database;
import dev.liquidity.receiver.RunningReceiver;
import dev.liquidity.receiver.liquidity.Sum;
import dev.liquidity.receiver.store.SampleStore;
import dev.liquidity.receiver.store.TickRemoval;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sums of minutes are whole at each moment, wherever they are. */
class MinutesTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-11-23");
    private static final LocalDate LAST = LocalDate.parse("2026-11-26");
    private static final String DAY = "trade_date = '2026-11-23'";

    /** A tick adds 1 to {@code ticks}, and its price to {@code price_sum}; the others stay 0. */
    private static final String MINUTES = "INSERT INTO liquidity_1m (trade_date, tradingsymbol, minute, "
            + Sum.ALL.stream().map(Sum::column).collect(Collectors.joining(", "))
            + ") SELECT trade_date, tradingsymbol,"
            + " substr(coalesce(exchange_timestamp, received_at), 12, 5), "
            + Sum.ALL.stream()
                    .map(sum -> sum == Sum.TICKS ? "count(*)" : sum == Sum.PRICE_SUM ? "sum(last_price)" : "0")
                    .collect(Collectors.joining(", "))
            + " FROM ticks WHERE %s GROUP BY 1, 2, 3 ON CONFLICT DO UPDATE SET ticks = ticks + excluded.ticks,"
            + " price_sum = price_sum + excluded.price_sum";

    private static final String WRONG = """
            SELECT count(*) FROM (SELECT trade_date, tradingsymbol, minute, ticks AS n, price_sum AS p FROM liquidity_1m) m
            FULL JOIN (SELECT trade_date, tradingsymbol, strftime(coalesce(exchange_timestamp, received_at), '%H:%M')
                AS minute, count(*) AS n, sum(last_price) AS p FROM ticks GROUP BY ALL) t
              USING (trade_date, tradingsymbol, minute)
            WHERE m.n IS DISTINCT FROM t.n OR abs(m.p - t.p) > 1e-6""";

    @TempDir
    private static Path shared;

    private static Path original;

    @TempDir
    private Path directory;

    private Path database;
    private long late;

    @BeforeAll
    static void fill() throws SQLException {
        original = shared.resolve("ticks.db");
        SampleStore.create(original, 2_000);
        Database.run(original, MINUTES.formatted("true"));
    }

    @BeforeEach
    void copy() throws Exception {
        database = Files.copy(original, directory.resolve("ticks.db"));
        late = Long.parseLong(new Database(database).value("SELECT max(id) FROM ticks"));
    }

    @Test
    void areCopiedAndThenMoved() throws Exception {
        assertWhole();

        archive(100);
        assertWhole();
        assertEquals(1, parts());
        assertEquals("500", new Database(database).value("SELECT sum(ticks) FROM liquidity_1m WHERE " + DAY));

        archive(2);
        assertWhole();
        assertEquals(1, parts());
        assertEquals("0", new Database(database).value("SELECT count(*) FROM liquidity_1m WHERE " + DAY));
        assertEquals("1500", new Database(database).value("SELECT sum(ticks) FROM liquidity_1m"));
    }

    @Test
    void growByLateTicksBeforeAndAfterTheDateIsRemoved() throws Exception {
        archive(100);
        add(++late);
        assertWhole();
        archive(100);
        assertWhole();
        assertEquals(1, parts());

        archive(2);
        add(++late);
        assertWhole();
        archive(100);
        assertWhole();
        add(++late);
        assertWhole();
        archive(2);
        assertWhole();

        assertEquals(2, parts());
        assertEquals("0", new Database(database).value("SELECT count(*) FROM liquidity_1m WHERE " + DAY));
    }

    @Test
    void areWholeWhenAnEarlierTickComesLate() throws Exception {
        archive(100);
        add(Long.parseLong(new Database(database).value("SELECT min(id) FROM ticks")) - 1);
        add(++late);
        assertEquals(1, parts());
        archive(100);
        assertEquals(1, parts());
        assertWholeWithout(1);

        archive(2);

        assertWhole();
        assertEquals(1, parts());
        assertEquals("0", new Database(database).value("SELECT count(*) FROM liquidity_1m WHERE " + DAY));
    }

    @Test
    void areWholeAfterAnInterruptedRemoval() throws Exception {
        archive(100);
        String check = "SELECT " + Minutes.CHECK + " FROM liquidity_1m WHERE " + DAY;
        long expected = Long.parseLong(new Database(database).value(check));
        long first = Long.parseLong(new Database(database).value("SELECT min(id) FROM ticks"));
        try (TickRemoval removal = new TickRemoval(database)) {
            assertFalse(removal.deleteMinutes(FIRST, Minutes.CHECK, expected + 1, first));
            assertWhole();
            assertEquals(true, removal.deleteMinutes(FIRST, Minutes.CHECK, expected, first));
        }
        assertWhole();
        add(++late);
        assertWhole();

        archive(2);

        assertWhole();
        assertEquals("0", new Database(database).value("SELECT count(*) FROM liquidity_1m WHERE " + DAY));
    }

    @Test
    void areNoneInADatabaseThatIsOlderThanTheTable() throws Exception {
        Database.run(database, "DROP TABLE liquidity_1m");

        archive(2);

        assertEquals("0\n", csv("SELECT count(*) AS n FROM liquidity_1m"));
        assertEquals(0, parts());
    }

    private void assertWhole() throws Exception {
        assertWholeWithout(0);
    }

    /** @param wrong minutes of ticks that the view {@code ticks} takes for archived, and that are not yet */
    private void assertWholeWithout(int wrong) throws Exception {
        assertEquals(wrong + "\n", csv(WRONG));
    }

    /** Stores a tick of the first day, of a minute that has one. */
    private void add(long id) throws SQLException {
        Database.run(
                database,
                "INSERT INTO ticks (id, instrument_token, tradingsymbol, exchange_timestamp, trade_date, last_price)"
                        + " VALUES (" + id + ", 2, 'NIFTY 50', '2026-11-23T10:00:0" + id % 10
                        + "', '2026-11-23', 99.95)");
        Database.run(database, MINUTES.formatted("id = " + id));
    }

    private void archive(int keepDays) throws InterruptedException {
        new Archive(settings(), LAST, new StopSignal()).run(new Archive.Plan(LocalDate.MIN, LAST, keepDays, false));
    }

    /** The files of the first day. */
    private long parts() throws IOException {
        Path folder = directory.resolve("archive/liquidity_1m/date=" + FIRST);
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private Settings.Persistence settings() {
        return RunningReceiver.archived(database, directory.resolve("archive"));
    }

    /** The lines that a query gives, without the header. */
    private String csv(String sql) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Query(
                        settings(),
                        Duration.ofMinutes(1),
                        new StopSignal(),
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                .print(sql, true);
        return out.toString(StandardCharsets.UTF_8).replaceFirst(".*\n", "");
    }
}
