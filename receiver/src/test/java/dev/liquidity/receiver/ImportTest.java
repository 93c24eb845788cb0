package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.command.Launcher;
import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.store.Import;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code import}, from its command line to the rows in the new file. */
class ImportTest {
    private static final String TICK_COLUMNS =
            "id, instrument_token, tradingsymbol, exchange_timestamp, last_trade_time,"
                    + " last_price, last_traded_quantity, average_traded_price, volume_traded, total_buy_quantity,"
                    + " total_sell_quantity, open, high, low, close, change_pct, oi, oi_day_high, oi_day_low,"
                    + " tick_mode, received_at, trade_date";

    /** Layout 1, as it was. */
    private static final String[] LAYOUT_1 = {
        """
        CREATE TABLE ticks (id INTEGER PRIMARY KEY, instrument_token INTEGER NOT NULL, tradingsymbol TEXT NOT NULL,
          exchange_timestamp TEXT, last_trade_time TEXT, last_price REAL, last_traded_quantity INTEGER,
          average_traded_price REAL, volume_traded INTEGER, total_buy_quantity INTEGER, total_sell_quantity INTEGER,
          open REAL, high REAL, low REAL, close REAL, change_pct REAL, oi INTEGER, oi_day_high INTEGER,
          oi_day_low INTEGER, tick_mode TEXT, received_at TEXT, trade_date TEXT NOT NULL)""",
        "CREATE INDEX ticks_by_symbol_and_date ON ticks (tradingsymbol, trade_date)",
        """
        CREATE TABLE tick_depths (tick_id INTEGER NOT NULL, side TEXT NOT NULL, level INTEGER NOT NULL, price REAL,
          quantity INTEGER, orders INTEGER, PRIMARY KEY (tick_id, side, level)) WITHOUT ROWID""",
        """
        CREATE TABLE instruments (trade_date TEXT NOT NULL, instrument_token INTEGER NOT NULL, exchange TEXT NOT NULL,
          tradingsymbol TEXT NOT NULL, name TEXT NOT NULL, expiry TEXT, strike REAL NOT NULL, tick_size REAL NOT NULL,
          lot_size INTEGER NOT NULL, instrument_type TEXT NOT NULL,
          PRIMARY KEY (trade_date, instrument_token)) WITHOUT ROWID""",
        """
        CREATE TABLE feed_gaps (socket INTEGER NOT NULL, from_time TEXT NOT NULL, to_time TEXT NOT NULL,
          reason TEXT NOT NULL, instruments INTEGER NOT NULL, UNIQUE (from_time, socket, reason))""",
        """
        CREATE TABLE rejected_entries (stream_id TEXT NOT NULL, reason TEXT NOT NULL, payload TEXT NOT NULL,
          UNIQUE (stream_id, reason))""",
        "PRAGMA user_version = 1",
    };

    /** Two dates; a full tick, one with nothing but a name, thin books, one of 20 levels, an index. */
    private static final String[] ROWS_1 = {
        "INSERT INTO ticks VALUES (3762900000000000, 9287170, 'NIFTY26DEC24700CE', '2026-11-22T12:22:49',"
                + " '2026-11-22T12:22:48', 163.95, 75, 163.92, 41, 124, 83, 163.75, 168.95, 158.95, 99.0,"
                + " 65.6060606060606, 1041, 5000, 1000, 'full', '2026-11-22T12:22:49.000250', '2026-11-22')",
        "INSERT INTO ticks (id, instrument_token, tradingsymbol, trade_date)"
                + " VALUES (3762900000000001, 1, 'BARE', '2026-11-22')",
        "INSERT INTO ticks (id, instrument_token, tradingsymbol, last_price, trade_date)"
                + " VALUES (3762900000000002, 2, 'THIN', 'unreadable', '2026-11-22'),"
                + " (3762900000000003, 3, 'ONE SIDE', 5, '2026-11-22'),"
                + " (3762900000000004, 4, 'DEEP', 1e9, '2026-11-23'),"
                + " (3762900000000005, 256265, 'NIFTY 50', 24700.1, '2026-11-23')",
        "INSERT INTO tick_depths WITH RECURSIVE n (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 19)"
                + " SELECT 3762900000000000, side, i, 163.9 + i * 0.05, 75 * i, i FROM n, (SELECT 'buy' AS side UNION"
                + " SELECT 'sell') WHERE i < 5 UNION ALL SELECT 3762900000000004, side, i, 7.25 - i, i, NULL FROM n,"
                + " (SELECT 'buy' AS side UNION SELECT 'sell')",
        "INSERT INTO tick_depths VALUES (3762900000000002, 'buy', 0, 1.05, NULL, NULL),"
                + " (3762900000000002, 'sell', 0, NULL, 10, NULL), (3762900000000003, 'sell', 0, 2.5, 5, 1),"
                + " (3762900000000003, 'sell', 1, 2.55, 0, 0), (3762900000000003, 'sell', 3, 2.6, 7, 9)",
        "INSERT INTO tick_depths VALUES (77, 'sell', 1, 2.55, 0, 0), (88, 'buy', 0, 1, 1, 1)",
        "INSERT INTO instruments VALUES ('2026-11-22', 1, 'NFO', 'BARE', 'NIFTY', '2026-12-01', 24700, 0.05, 75, 'CE'),"
                + " ('2026-11-21', 1, 'NFO', 'BARE', 'NIFTY', NULL, 0, 0.05, 75, 'FUT')",
        "INSERT INTO feed_gaps VALUES (1, '2026-11-22T10:00:00.000000', '2026-11-22T10:00:05.000000', 'silent', 12)",
        "INSERT INTO rejected_entries VALUES ('1795000000000-0', 'not JSON: at oi', x'00ff'),"
                + " ('1795000000000-1', 'another tick is stored under this ID (CRC32 beef)', 'x')",
    };

    private static final String[] PYTHON = {
        """
        CREATE TABLE ticks (id INTEGER PRIMARY KEY AUTOINCREMENT, instrument_token INTEGER, tradingsymbol TEXT,
          exchange_timestamp TEXT, last_trade_time TEXT, last_price, volume_traded INTEGER, oi INTEGER, tick_mode TEXT,
          received_at TEXT, trade_date TEXT, note TEXT)""",
        """
        CREATE TABLE tick_depths (id INTEGER PRIMARY KEY AUTOINCREMENT, tick_id INTEGER REFERENCES ticks (id),
          side TEXT, level INTEGER, price REAL, quantity INTEGER, orders INTEGER)""",
        "INSERT INTO ticks (tradingsymbol, instrument_token, exchange_timestamp, last_trade_time, last_price,"
                + " volume_traded, tick_mode, received_at, trade_date) VALUES"
                + " ('A', 1, '2025-02-11 10:15:01', '1970-01-01 05:30:00', '12.50', 7, '', NULL, ''),"
                + " ('B', 2, '1970-01-01T05:30:00', '', 3, '', 'ltp', '2025-02-12 09:20:00.123456', '1970-01-01'),"
                + " ('C', 3, '2025-02-12T10:15:01.5', NULL, 'n/a', NULL, 'full', NULL, NULL),"
                + " ('D', 4, '', NULL, 1.5, NULL, 'full', '', '2025-02-11'),"
                + " ('', 5, '2025-02-11', '', 1, 1, '', '', ''),"
                + " ('F', 6, NULL, NULL, 1, 1, NULL, NULL, NULL)",
        "INSERT INTO tick_depths (tick_id, side, level, price, quantity, orders) VALUES (3, 'sell', 1, 2, '', 4),"
                + " (1, 'buy', 0, 12.45, 75, 1), (1, 'sell', 0, 12.55, 150, 2), (3, 'sell', 0, '1.5', '3', ''),"
                + " (3, 'buy', 7, 1, 2, 3), (99, 'buy', 0, 1, 2, 3), (4, 'buy', 0, '', '', '')",
    };

    @TempDir
    Path directory;

    private Path old;
    private Database from;
    private Database into;
    private String complaint;

    @BeforeEach
    void prepare() {
        old = directory.resolve("old ü.db");
        from = new Database(old);
        into = new Database(directory.resolve("data/ticks.db"));
    }

    @Test
    void bringsEachRowOfLayout1Over() throws Exception {
        execute(old, LAYOUT_1);
        execute(old, ROWS_1);
        byte[] before = Files.readAllBytes(old);

        assertEquals(0, launch("data/ticks.db"), complaint);
        assertEquals(List.of(), into.rows("""
                        SELECT tradingsymbol, trade_date, count(*) FROM ticks GROUP BY 1, 2
                        EXCEPT SELECT tradingsymbol, trade_date, sum(ticks) FROM liquidity_1m GROUP BY 1, 2"""));

        String ticks = "SELECT " + TICK_COLUMNS + " FROM ticks ORDER BY id";
        assertEquals(6, from.rows(ticks).size());
        assertEquals(from.rows(ticks), into.rows(ticks));
        String levels = "SELECT tick_id, side, level, price, quantity, orders FROM ";
        assertEquals(
                from.rows(levels + "tick_depths WHERE tick_id > 99 ORDER BY 1, 2, 3"),
                into.rows(levels + "tick_depths UNION ALL " + levels + "tick_depths_beyond ORDER BY 1, 2, 3"));
        assertEquals(30, into.count("tick_depths_beyond"));
        assertEquals(
                List.of(
                        "1795000000000-0|not JSON|at oi|00FF",
                        "1795000000000-1|another tick is stored under this ID|CRC32 beef|78"),
                into.rows("SELECT stream_id, reason, detail, hex(payload) FROM rejected_entries ORDER BY 1"));
        for (String table : List.of("instruments", "feed_gaps")) {
            String rows = "SELECT * FROM " + table + " ORDER BY 1, 2";
            assertEquals(from.rows(rows), into.rows(rows));
        }
        assertLogged("6 of 6 ticks (6 stored, 0 there already, 0 refused) and 55 levels");
        assertLogged("5 instruments, gaps and rejected entries");
        assertLogged("Levels that belong to no tick, and are left out: 2");
        assertArrayEquals(before, Files.readAllBytes(old));

        assertEquals(0, launch("data/ticks.db"), complaint);
        assertLogged("6 of 6 ticks (0 stored, 6 there already, 0 refused) and 55 levels");
        assertEquals(from.rows(ticks), into.rows(ticks));
        assertEquals(2, into.count("rejected_entries"));
    }

    @Test
    void readsThePythonOriginalByItsColumns() throws Exception {
        execute(old, PYTHON);

        assertEquals(0, launch("data/ticks.db"), complaint);

        assertEquals(
                List.of(
                        "1|1|A|2025-02-11T10:15:01||12.5|7|||2025-02-11",
                        "2|2|B|||3.0||ltp|2025-02-12T09:20:00.123456|2025-02-12",
                        "3|3|C|2025-02-12T10:15:01.5||n/a||full||2025-02-12",
                        "4|4|D|||1.5||full||2025-02-11"),
                into.rows("SELECT id, instrument_token, tradingsymbol, exchange_timestamp, last_trade_time, last_price,"
                        + " volume_traded, tick_mode, received_at, trade_date FROM ticks ORDER BY id"));
        assertEquals(
                0, into.count("ticks WHERE '' IN (exchange_timestamp, last_trade_time, volume_traded, tick_mode)"));
        assertEquals(
                List.of("1|buy|0|12.45|75|1", "1|sell|0|12.55|150|2", "3|sell|0|1.5|3|", "3|sell|1|2.0||4"),
                into.rows("SELECT * FROM tick_depths ORDER BY tick_id, side, level"));
        assertEquals(List.of("3|buy|7|1.0|2|3"), into.rows("SELECT * FROM tick_depths_beyond"));
        assertEquals(
                List.of(
                        "0-5|it can't be read|no instrument_token, tradingsymbol or time; import of old ü.db|5",
                        "0-6|it can't be read|no instrument_token, tradingsymbol or time; import of old ü.db|6"),
                into.rows("SELECT stream_id, reason, detail, json_extract(payload, '$.instrument_token')"
                        + " FROM rejected_entries"));
        assertLogged("6 of 6 ticks (4 stored, 0 there already, 2 refused) and 5 levels");
        assertLogged("made NULL: 11 empty texts, 2 times of 1970");
        assertLogged("Levels that belong to no tick, and are left out: 1");
        assertLogged("The columns [note] of its ticks have no place");
    }

    @Test
    void readsTheLevelsOfThePythonOriginalByAnIndex() throws Exception {
        execute(old, PYTHON);
        execute(old, "CREATE INDEX by_tick ON tick_depths (tick_id, side)");
        assertEquals(0, launch("data/ticks.db"), complaint);
        assertEquals(4, into.count("tick_depths"));
        assertFalse(log().contains("sorting them"), log());
    }

    @Test
    void distributesTheRowsToTheFilesOfTheirDates() throws Exception {
        execute(old, LAYOUT_1);
        execute(old, ROWS_1);

        assertEquals(0, launch("data/{date}.db"), complaint);

        Database first = new Database(directory.resolve("data/2026-11-22.db"));
        Database second = new Database(directory.resolve("data/2026-11-23.db"));
        assertEquals(4, first.count("ticks"));
        assertEquals(List.of("DEEP", "NIFTY 50"), second.rows("SELECT tradingsymbol FROM ticks ORDER BY id"));
        assertEquals(30, second.count("tick_depths_beyond"));
        assertEquals(
                "1", new Database(directory.resolve("data/2026-11-21.db")).value("SELECT count(*) FROM instruments"));
        assertEquals(1, first.count("feed_gaps"));
        assertEquals(2, new Database(directory.resolve("data/2026-11-18.db")).count("rejected_entries"));
        assertLogged("6 of 6 ticks (6 stored");
        assertLogged("and 55 levels");
    }

    @Test
    void keepsAnotherTickUnderATakenIdInRejectedEntries() throws Exception {
        execute(old, LAYOUT_1);
        execute(old, ROWS_1);
        assertEquals(0, launch("data/ticks.db"), complaint);
        execute(
                old,
                "UPDATE ticks SET volume_traded = 42 WHERE tradingsymbol = 'NIFTY26DEC24700CE'",
                "UPDATE tick_depths SET orders = 4 WHERE tick_id = 3762900000000003 AND level = 3",
                "UPDATE tick_depths SET orders = 4 WHERE tick_id = 3762900000000004 AND level = 19");
        for (int i = 0; i < 2; i++) {
            assertEquals(0, launch("data/ticks.db"), complaint);
            assertLogged("(0 stored, 3 there already, 3 refused)");
            assertEquals(
                    List.of("1794290542-1263616|42", "1794290542-1263619|", "1794290542-1263620|"),
                    into.rows("SELECT stream_id, json_extract(payload, '$.volume_traded') FROM rejected_entries"
                            + " WHERE detail = 'import of old ü.db'"));
        }
        assertEquals("41", into.value("SELECT volume_traded FROM ticks WHERE tradingsymbol = 'NIFTY26DEC24700CE'"));
        assertEquals(
                "[\"sell\",3,2.6,7,4]",
                into.value("SELECT json_extract(payload, '$.levels[2]') FROM"
                        + " rejected_entries WHERE payload LIKE '%ONE SIDE%'"));
    }

    @Test
    void refusesATickOnceThatIsBothIncompleteAndUnderATakenId() throws Exception {
        execute(old, PYTHON);
        assertEquals(0, launch("data/ticks.db"), complaint);
        execute(old, "UPDATE ticks SET tradingsymbol = '' WHERE id = 1");
        assertEquals(0, launch("data/ticks.db"), complaint);
        assertLogged("(0 stored, 3 there already, 3 refused)");
        assertEquals(3, into.count("rejected_entries"));
    }

    @Test
    void makesNoFileOfATradeDateThatIsNone() throws Exception {
        execute(old, PYTHON);
        execute(old, "UPDATE ticks SET trade_date = '../evil' WHERE id = 4");
        assertEquals(0, launch("data/{date}.db"), complaint);
        try (Stream<Path> files = Files.list(directory.resolve("data"))) {
            assertEquals(
                    3,
                    files.filter(file -> file.toString().matches(".*/202\\d-\\d\\d-\\d\\d\\.db"))
                            .count());
        }
        assertFalse(Files.exists(directory.resolve("evil.db")));
        assertLogged("6 of 6 ticks (4 stored");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE ticks SET last_price = 9007199254740993 WHERE id = 4 \
            | last_price 9007199254740992.0 instead of 9007199254740993 of tick 4
            INSERT INTO tick_depths (tick_id, side, level, price) VALUES (1, 'buy', 0, 12.4)    | a level of tick 1
            INSERT INTO tick_depths (tick_id, level, price) VALUES (2, 0, 12.4)                 | a level of tick 2
            """)
    void endsWith6AndTheFirstRowThatIsNotAsItWas(String change, String difference) throws Exception {
        execute(old, PYTHON);
        execute(old, change);
        assertEquals(6, launch("data/ticks.db"));
        assertTrue(complaint.contains("; the first difference: " + difference + ":"), complaint);
        assertEquals(4, into.count("ticks"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DROP TABLE tick_depths                                  | it has no table tick_depths
            ALTER TABLE ticks RENAME TO quotes                      | it has no table ticks
            ALTER TABLE ticks DROP COLUMN instrument_token          | its table ticks has no column instrument_token
            ALTER TABLE tick_depths DROP COLUMN side                | its table tick_depths has no column side
            ALTER TABLE ticks RENAME COLUMN id TO number            | its table ticks has no column id
            PRAGMA user_version = 2                                 | its layout is 2
            """)
    void endsWith6ForAnotherProgramsDatabase(String change, String reason) throws Exception {
        execute(old, PYTHON);
        execute(old, change);
        assertRefused(reason);
    }

    @Test
    void endsWith6ForAFileThatIsMissingOrNoDatabase() throws Exception {
        assertRefused("there is no file " + old);
        Files.writeString(old, "my notes, for years".repeat(500));
        assertRefused("not a database");
        Files.writeString(old, "");
        assertRefused("it has no table ticks");
    }

    @Test
    void endsWith6ForTheDatabaseOfTheSettingsItself() throws Exception {
        execute(old, LAYOUT_1);
        byte[] before = Files.readAllBytes(old);
        assertEquals(6, launch(old.getFileName().toString()));
        assertTrue(complaint.contains("is the database that persistence.db_path names"), complaint);
        assertArrayEquals(before, Files.readAllBytes(old));
    }

    private void assertRefused(String reason) throws Exception {
        assertEquals(6, launch("data/ticks.db"));
        assertTrue(complaint.startsWith("receiver import: ") && complaint.contains(reason), complaint);
        assertTrue(complaint.contains(old.toString()) && complaint.lines().count() == 1, complaint);
        assertFalse(Files.exists(directory.resolve("data/ticks.db")), "nothing is made before all is right");
    }

    @Test
    void readsTheLastCommitsInTheWriteAheadLog() throws Exception {
        try (Connection writer = open(old);
                Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            for (String sql : LAYOUT_1) {
                statement.execute(sql);
            }
            statement.execute(ROWS_1[1]);
            assertEquals(0, launch("data/ticks.db"), complaint);
            statement.execute(ROWS_1[2]);
            assertEquals(0, launch("data/ticks.db"), complaint);
        }
        assertEquals(5, into.count("ticks"));
    }

    @Test
    void waitsWhileAnotherProgramLocksTheDatabase() throws Exception {
        execute(old, LAYOUT_1);
        assertEquals(0, launch("data/ticks.db"), complaint);
        execute(old, ROWS_1);
        try (Connection other = open(directory.resolve("data/ticks.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> launch("data/ticks.db"));
            while (!log().contains("The database is locked by another program")) {
                assertFalse(code.isDone(), "the import did not wait");
                Thread.sleep(20);
            }
            statement.execute("COMMIT");
            assertEquals(0, code.get(20, TimeUnit.SECONDS), complaint);
        }
        assertEquals(6, into.count("ticks"));
    }

    @Test
    void goesOnWhereAStopEndedIt() throws Exception {
        execute(old, LAYOUT_1);
        execute(
                old,
                "INSERT INTO ticks (id, instrument_token, tradingsymbol, last_price, trade_date) WITH RECURSIVE"
                        + " n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                        + " SELECT i << 21, 1, 'S' || i % 100, i, '2026-11-22' FROM n",
                "INSERT INTO tick_depths SELECT id, 'sell', 0, last_price, 1, 1 FROM ticks");
        writeConfig("data/ticks.db");
        StopSignal stop = new StopSignal();
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> importWith(stop));
        while (!Files.exists(directory.resolve("data/ticks.db"))
                || into.count("sqlite_master WHERE name = 'ticks'") == 0
                || into.count("ticks") == 0) {
            assertFalse(run.isDone(), "it ended before it was stopped");
        }
        stop.request();
        run.get(20, TimeUnit.SECONDS);

        long stored = into.count("ticks");
        assertTrue(stored > 0 && stored < 100_000, "stored " + stored);
        assertEquals(0, launch("data/ticks.db"), complaint);
        assertEquals(100_000, into.count("ticks"));
        assertEquals("100000|5000050000.0", into.value("SELECT count(*), sum(price) FROM tick_depths"));
        assertLogged("%,d stored, %,d there already".formatted(100_000 - stored, stored));
    }

    private void importWith(StopSignal stop) {
        try {
            new Import(
                            old,
                            SettingsReader.read(
                                            directory.resolve("config.yaml"), true, Map.of(), Map.of(), Role.RECEIVER)
                                    .settings()
                                    .persistence(),
                            stop)
                    .run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertLogged(String text) throws Exception {
        String log = log();
        assertTrue(log.substring(log.lastIndexOf("Starting receiver import")).contains(text), text + " in " + log);
    }

    private String log() throws Exception {
        Path log = directory.resolve("logs/app-receiver-import.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static void execute(Path file, String... statements) throws SQLException {
        try (Connection connection = open(file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void writeConfig(String dbPath) {
        try {
            Files.writeString(
                    directory.resolve("config.yaml"),
                    "persistence: {db_path: '" + directory.resolve(dbPath) + "'}\n" + "logging: {log_file: '"
                            + directory.resolve("logs/app.log") + "'}\n");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private int launch(String dbPath) {
        writeConfig(dbPath);
        PrintStream stderr = System.err;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            return Launcher.launch(new Receiver(), new String[] {
                "import",
                old.toString(),
                "--config",
                directory.resolve("config.yaml").toString()
            });
        } finally {
            System.setErr(stderr);
            complaint = caught.toString(StandardCharsets.UTF_8);
        }
    }
}
