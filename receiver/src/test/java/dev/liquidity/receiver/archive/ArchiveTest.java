package dev.liquidity.receiver.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.Database;
import dev.liquidity.receiver.RunningReceiver;
import dev.liquidity.receiver.store.SampleStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four days of ticks, from 23 to 26 November, are archived; what SQLite had is in both together, each row once. */
class ArchiveTest {
    private static final int TICKS = 8_000;
    private static final LocalDate FIRST = LocalDate.parse("2026-11-23");
    private static final LocalDate LAST = LocalDate.parse("2026-11-26");

    @TempDir
    private static Path shared;

    private static Path original;

    @TempDir
    private Path directory;

    private Path database;
    private Path archive;

    @BeforeAll
    static void fill() throws SQLException {
        original = shared.resolve("ticks.db");
        SampleStore.create(original, TICKS);
    }

    @BeforeEach
    void copy() throws IOException {
        database = Files.copy(original, directory.resolve("ticks.db"));
        archive = directory.resolve("archive");
    }

    @Test
    void keepsEveryValueAndDeletesFromSqliteWhatIsOlderThanTheDaysToKeep() throws Exception {
        run(LAST, 1);

        assertEquals(List.of("2026-11-25|2000", "2026-11-26|2000"), stored());
        assertEquals(expected(), queried());
        assertEquals("8000\n", csv("SELECT count(DISTINCT id) AS n FROM ticks WHERE underlying LIKE '%NIFTY'"));
        assertEquals("2\n", csv("SELECT count(DISTINCT underlying) AS n FROM ticks"));
    }

    @Test
    void deletesNothingThatIsNotAsked() throws Exception {
        run(FIRST, 0);

        assertEquals(List.of("2026-11-24|2000", "2026-11-25|2000", "2026-11-26|2000"), stored());
    }

    @Test
    void isOneTableForAnyReaderOfParquet() throws Exception {
        run(LAST, 100);

        try (Duck duck = Duck.open(directory)) {
            Object[] row = duck.rows("SELECT count(*), round(sum(last_price), 2), sum(bid_quantity_2)::BIGINT,"
                            + " count(DISTINCT date) FROM '" + archive + "/ticks/*/*/*.parquet'")
                    .get(0);
            assertEquals(
                    new Database(original)
                            .rows("SELECT count(*), round(sum(last_price), 2), sum(bid_quantity_2),"
                                    + " count(DISTINCT trade_date) FROM ticks"),
                    List.of(row[0] + "|" + row[1] + "|" + row[2] + "|" + row[3]));
            assertTrue(duck.rows("SELECT 1 FROM parquet_kv_metadata('" + archive + "/ticks/*/*/*.parquet')"
                                    + " WHERE decode(key) = 'bid_price_0' AND decode(value) LIKE 'rupees%'")
                            .size()
                    > 0);
        }
    }

    @Test
    void knowsAnIndexThatTheDaysInstrumentsLack() throws Exception {
        sql("DELETE FROM instruments");

        run(FIRST, 100);

        assertEquals("NIFTY\n", csv("SELECT DISTINCT underlying FROM ticks WHERE tradingsymbol = 'NIFTY 50'"));
    }

    @Test
    void doesNothingTheSecondTime() throws Exception {
        run(LAST, 100);
        List<String> files = files();

        run(LAST, 100);

        assertEquals(files, files());
    }

    @Test
    void putsALateTickIntoAFurtherPart() throws Exception {
        run(LAST, 100);
        sql("INSERT INTO ticks (id, instrument_token, tradingsymbol, trade_date, received_at)"
                + " SELECT max(id) + 1, 2, 'NIFTY 50', '2026-11-23', '2026-11-26T16:00:00.000001' FROM ticks");
        assertEquals("8001\n", csv("SELECT count(DISTINCT id) AS n FROM ticks"));
        assertEquals("8001\n", csv("SELECT count(*) AS n FROM ticks"));

        run(LAST, 2);

        assertEquals(
                2,
                files().stream()
                        .filter(name -> name.contains("date=2026-11-23/underlying=NIFTY/part"))
                        .count());
        assertEquals("8001\n", csv("SELECT count(*) AS n FROM ticks"));
        assertEquals(
                "2026-11-26 16:00:00.000001\n",
                csv("SELECT received_at FROM ticks WHERE trade_date = '2026-11-23' ORDER BY id DESC LIMIT 1"));
    }

    @Test
    void countsNothingOfARunThatDidNotEnd() throws Exception {
        run(FIRST, 100);
        Path folder = archive.resolve("ticks/date=2026-11-23");
        Path part = find(folder, "part-");
        Files.copy(part, part.resolveSibling("part-" + Long.MAX_VALUE + ".parquet"));
        Files.createDirectories(archive.resolve("_scratch"));
        Files.writeString(archive.resolve("_scratch/part.duckdb"), "half of it");
        assertEquals("8000\n", csv("SELECT count(*) AS n FROM ticks"));

        run(LAST, 0);

        assertEquals("8000\n", csv("SELECT count(*) AS n FROM ticks"));
        assertEquals(List.of("2026-11-26|2000"), stored());
    }

    @Test
    void goesOnWithAnInterruptedDeletion() throws Exception {
        run(LAST, 100);
        sql(
                "DELETE FROM ticks WHERE id IN (SELECT id FROM ticks WHERE trade_date = '2026-11-23' ORDER BY id LIMIT 700)");
        assertEquals("8000\n", csv("SELECT count(DISTINCT id) AS n FROM ticks"));

        run(LAST, 2);

        assertEquals(List.of("2026-11-24|2000", "2026-11-25|2000", "2026-11-26|2000"), stored());
        assertEquals(expected(), queried());
    }

    @Test
    void archivesWhatItMissedBeforeItDeletes() throws Exception {
        run(LAST, 100);
        sql("INSERT INTO ticks (id, instrument_token, tradingsymbol, trade_date) SELECT max(id) - 1, 2, 'NIFTY 50',"
                + " '2026-11-23' FROM ticks WHERE trade_date = '2026-11-23'");
        sql("INSERT INTO ticks (id, instrument_token, tradingsymbol, trade_date)"
                + " SELECT max(id) + 1, 2, 'NIFTY 50', '2026-11-26' FROM ticks");

        run(LAST, 2);

        assertEquals("8002\n", csv("SELECT count(DISTINCT id) AS n FROM ticks"));
        assertEquals("2001\n", csv("SELECT count(*) AS n FROM ticks WHERE trade_date = '2026-11-23'"));
        assertEquals(List.of("2026-11-24|2000", "2026-11-25|2000", "2026-11-26|2001"), stored());
    }

    @Test
    void deletesNothingThatTheArchiveHasOtherwise() throws Exception {
        run(LAST, 100);
        sql("UPDATE ticks SET ask_orders_4 = ask_orders_4 + 1 WHERE id = (SELECT max(id) FROM ticks"
                + " WHERE trade_date = '2026-11-23' AND ask_orders_4 > 0)");

        UserException refusal = assertThrows(UserException.class, () -> run(LAST, 2));

        assertTrue(
                refusal.getMessage().contains("with other values in them; nothing is deleted"), refusal.getMessage());
        assertEquals(4, stored().size());
    }

    @Test
    void leavesItToAnotherProcessThatIsAtIt() throws Exception {
        Files.createDirectories(archive);
        try (FileChannel channel = FileChannel.open(
                        archive.resolve("_lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = otherProcess(channel)) {
            assertThrows(Exception.class, () -> run(LAST, 0));
        }
        assertEquals(4, stored().size());
    }

    /** Within one process a second lock is an exception. */
    private static FileLock otherProcess(FileChannel channel) throws IOException {
        return channel.lock();
    }

    @Test
    void readsOnlyTheNewestTicksOfARunningDayFromSqlite() throws Exception {
        run(LocalDate.parse("2026-11-25"), 100);
        new Archive(settings(), LAST, new StopSignal()).copyRunning();
        assertEquals(
                1, files().stream().filter(name -> name.contains("_running")).count());
        sql("INSERT INTO ticks (id, instrument_token, tradingsymbol, trade_date)"
                + " SELECT max(id) + 1, 2, 'NIFTY 50', '2026-11-26' FROM ticks");
        ArchiveFolder folder = ArchiveFolder.of(settings());
        TickRange rest = RunningDay.rest(folder, database, folder.dates());
        assertEquals(rest.first(), rest.last());
        assertEquals("8001\n", csv("SELECT count(DISTINCT id) AS n FROM ticks"));
        assertEquals("8001\n", csv("SELECT count(*) AS n FROM ticks"));

        run(LAST, 100);

        assertEquals(
                0, files().stream().filter(name -> name.contains("_running")).count());
        assertEquals("8001\n", csv("SELECT count(*) AS n FROM ticks"));
    }

    @Test
    void keepsTheTablesBesideTheTicks() throws Exception {
        sql("INSERT INTO feed_gaps VALUES (1, '2026-11-23T10:00:00.000000', '2026-11-23T10:01:00.500000', 'test', 9)");
        sql("INSERT INTO rejected_entries VALUES ('1795404600000-0', 'json', 'it''s, \"so\"', '{')");
        sql("INSERT INTO tick_depths_beyond SELECT min(id), 'buy', 5, 1.5, 75, 1 FROM ticks");
        run(LAST, 0);
        Files.delete(database);

        assertEquals("1,2026-11-23 10:00:00,2026-11-23 10:01:00.5,test,9\n", csv("SELECT * FROM feed_gaps"));
        assertEquals("\"it's, \"\"so\"\"\"\n", csv("SELECT detail FROM rejected_entries"));
        assertEquals("buy,5,1.5\n", csv("SELECT side, level, price FROM tick_depths_beyond"));
        assertEquals("7460\n", csv("SELECT count(*) AS n FROM instruments"));
        assertEquals("2026-11-26\n", csv("SELECT DISTINCT expiry FROM instruments WHERE expiry IS NOT NULL"));
    }

    @Test
    void showsBooksAsRowsToo() throws Exception {
        run(LAST, 2);

        assertEquals(
                new Database(original).value("SELECT count(*) || ',' || sum(quantity) FROM tick_depths") + "\n",
                csv("SELECT count(*), sum(quantity) FROM tick_depths"));
    }

    @Test
    void exportsADateWhereverItIs() throws Exception {
        run(LAST, 2);
        Path file = directory.resolve("day.csv");

        query(new ByteArrayOutputStream()).export(FIRST, List.of("NIFTY 50", "BANKNIFTY"), "csv", file);

        String expected = "SELECT count(*) FROM ticks t JOIN instruments i USING (trade_date, instrument_token)"
                + " WHERE trade_date = '2026-11-23' AND (t.tradingsymbol = 'NIFTY 50' OR name = 'BANKNIFTY')";
        assertEquals(
                Long.parseLong(new Database(original).value(expected)) + 1,
                Files.readAllLines(file).size());
    }

    @Test
    void answersWithoutADatabaseOrAnArchive() throws Exception {
        Files.delete(database);

        assertEquals("0\n", csv("SELECT count(*) AS n FROM ticks"));
        assertEquals("0\n", csv("SELECT count(*) AS n FROM feed_gaps"));
    }

    @Test
    void saysSoWhenTicksWereArchivedAndDeletedMeanwhile() {
        List<String> rows = new ArrayList<>();
        PrintStream out = new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void println(String row) {
                rows.add(row);
                if (rows.size() == 1) {
                    archiveAll();
                }
            }
        };

        UserException refusal = assertThrows(
                UserException.class,
                () -> new Query(settings(), Duration.ofMinutes(1), new StopSignal(), out)
                        .print("SELECT id FROM ticks", true));

        assertTrue(refusal.getMessage().contains("run it again"), refusal.getMessage());
        assertTrue(rows.size() < TICKS, "some are missing");
        assertEquals("8000\n", csv("SELECT count(*) AS n FROM ticks"));
    }

    private void archiveAll() {
        try {
            run(LAST, -1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takesOneSelectAndNothingElse() {
        for (String sql :
                List.of("COPY (SELECT 1) TO '" + directory + "/x'", "SELECT 1; SELECT 2", "DROP VIEW ticks", "")) {
            assertThrows(UserException.class, () -> csv(sql), sql);
        }
        assertThrows(UserException.class, () -> csv("SELECT * FROM read_csv('/etc/hostname')"));
    }

    private void run(LocalDate through, int keepDays) throws InterruptedException {
        new Archive(settings(), LAST, new StopSignal()).run(new Archive.Plan(LocalDate.MIN, through, keepDays, false));
    }

    private Settings.Persistence settings() {
        return RunningReceiver.archived(database, archive);
    }

    private Query query(ByteArrayOutputStream out) {
        return new Query(
                settings(),
                Duration.ofMinutes(1),
                new StopSignal(),
                new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    /** The lines that a query gives, without the header. */
    private String csv(String sql) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        query(out).print(sql, true);
        return out.toString(StandardCharsets.UTF_8).replaceFirst(".*\n", "");
    }

    /** All ticks as text, as SQLite had them. */
    private List<String> expected() throws SQLException {
        return new Database(original)
                .rows("SELECT id, tradingsymbol, replace(exchange_timestamp, 'T', ' '),"
                        + " replace(last_trade_time, 'T', ' '), last_price, volume_traded, change_pct, tick_mode,"
                        + " replace(substr(received_at, 1, 22), 'T', ' '), trade_date, bid_price_2, bid_quantity_2, ask_price_4,"
                        + " ask_orders_4 FROM ticks ORDER BY id");
    }

    private List<String> queried() {
        return csv("SELECT id, tradingsymbol, exchange_timestamp, last_trade_time, last_price, volume_traded,"
                        + " change_pct, tick_mode, received_at, trade_date, bid_price_2, bid_quantity_2, ask_price_4,"
                        + " ask_orders_4 FROM ticks ORDER BY id")
                .lines()
                .map(line -> line.replace(",", "|"))
                .toList();
    }

    private List<String> stored() throws SQLException {
        return new Database(database).rows("SELECT trade_date, count(*) FROM ticks GROUP BY 1 ORDER BY 1");
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> files() throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(archive)) {
            all.filter(Files::isRegularFile).sorted().forEach(file -> files.add(file.toString()));
        }
        return files;
    }

    private static Path find(Path folder, String prefix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
