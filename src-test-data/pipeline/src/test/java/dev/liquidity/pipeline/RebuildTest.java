package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.Connector;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.journal.JournalWriter;
import dev.liquidity.connector.queue.Arrival;
import dev.liquidity.receiver.Receiver;
import dev.liquidity.receiver.store.Rebuild;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** A day that both programs recorded, of two files of the journal, is made anew by {@code receiver.jar rebuild}. */
class RebuildTest {
    private static final Duration STOPPING = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONFLICTS = "SELECT count(*) FROM rejected_entries WHERE reason LIKE 'another tick%'";

    @TempDir
    private static Path recorded;

    private static String date;

    @TempDir
    private Path directory;

    private Path journal;
    private Path database;
    private InstantSource clock = InstantSource.system();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getFormattedMessage());
        }
    };

    @BeforeAll
    static void record() throws Exception {
        SandboxOptions options = new SandboxOptions().rate(Rate.total(1_000));
        try (RedisServer redis = RedisServer.launch();
                SandboxExchange exchange = SandboxExchange.start(options)) {
            Path config = recorded.resolve("config.yaml");
            ConfigFile.of(exchange.endpoints())
                    .redis(redis.host(), redis.port())
                    .set("zerodha.session_file", recorded.resolve("session.json"))
                    .set("connector.journal_dir", recorded.resolve("journal"))
                    .set("persistence.db_path", recorded.resolve("ticks.db"))
                    .set("persistence.dump_interval_seconds", 1)
                    .write(config);
            RunningProgram receiver = new RunningProgram(new Receiver(), config, Role.RECEIVER);
            Path ticks = recorded.resolve("ticks.db");
            long rows = 0;
            for (int session = 1; session <= 2; session++) {
                RunningProgram connector = new RunningProgram(
                        new Connector(), config, Role.CONNECTOR, "--symbol", "NIFTY,BANKNIFTY", "--login-now");
                long enough = rows + 1_600;
                Await.until(
                        enough + " rows",
                        PATIENCE,
                        () -> Files.exists(ticks) && number(ticks, "SELECT count(*) FROM ticks") > enough);
                assertEquals(ExitCode.DONE, connector.stop(STOPPING));
                rows = exchange.sentTicks();
            }
            Await.until(
                    "the gap between them",
                    PATIENCE,
                    () -> number(recorded.resolve("ticks.db"), "SELECT count(*) FROM feed_gaps") > 0);
            assertEquals(ExitCode.DONE, receiver.stop(STOPPING));
        }
        date = rows(recorded.resolve("ticks.db"), "SELECT max(trade_date) FROM ticks")
                .get(0)
                .get(0)
                .toString();
    }

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
        logger().setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Rebuild.class);
    }

    private boolean isSaid(String text) {
        return said.stream().anyMatch(line -> line.contains(text));
    }

    @BeforeEach
    void copy() throws IOException {
        journal = Files.createDirectory(directory.resolve("journal"));
        for (Path file : journalFiles(recorded.resolve("journal"))) {
            Files.copy(file, journal.resolve(file.getFileName()));
        }
        database = Files.copy(recorded.resolve("ticks.db"), directory.resolve("ticks.db"));
        assertEquals(2, journalFiles(journal).size());
    }

    @Test
    void makesADatabaseAnewWithEveryColumnOfEveryRow() throws Exception {
        List<List<Object>> ticks = ticks(database);
        List<List<Object>> instruments = rows(database, "SELECT * FROM instruments ORDER BY 1, 2");
        List<List<Object>> gaps = rows(database, "SELECT * FROM feed_gaps ORDER BY 2, 1");
        Files.delete(database);

        assertEquals(ExitCode.DONE, rebuild());

        assertTrue(ticks.size() > 3_000 && instruments.size() > 100 && gaps.size() > 0);
        assertEquals(ticks, ticks(database));
        assertEquals(instruments, rows(database, "SELECT * FROM instruments ORDER BY 1, 2"));
        assertEquals(gaps, rows(database, "SELECT * FROM feed_gaps ORDER BY 2, 1"));
    }

    @Test
    void makesTheFileOfADate() throws Exception {
        assertEquals(ExitCode.DONE, rebuild(settings(directory.resolve("t-{date}.db"), false), date));

        assertEquals(ticks(database), ticks(directory.resolve("t-" + date + ".db")));
    }

    @Test
    void storesWhatIsMissingAndNothingTwice() throws Exception {
        List<List<Object>> ticks = ticks(database);
        sql("DELETE FROM ticks WHERE rowid % 3 = 1");
        long missing = ticks.size() - ticks(database).size();

        assertEquals(ExitCode.DONE, rebuild());
        assertTrue(isSaid(missing + " ticks were missing, and are stored now"), said::toString);
        said.clear();
        assertEquals(ExitCode.DONE, rebuild());
        assertEquals(1, said.size(), said::toString);

        assertEquals(ticks, ticks(database));
        assertEquals(0, number(database, "SELECT count(*) FROM rejected_entries"));
    }

    @Test
    void leavesATickWithOtherValuesAsItIsAndKeepsTheJournals() throws Exception {
        sql("UPDATE ticks SET last_price = 98765.05 WHERE id = (SELECT max(id) FROM ticks)");

        assertEquals(ExitCode.STORE, rebuild());
        assertEquals(ExitCode.STORE, rebuild());

        assertEquals(1, number(database, "SELECT count(*) FROM ticks WHERE last_price = 98765.05"));
        assertEquals(1, number(database, CONFLICTS));
        assertTrue(isSaid("1 ticks have other values, and stay as they are"), said::toString);
    }

    @Test
    void storesWhatAJournalThatIsPartlyGoneStillHas() throws Exception {
        List<List<Object>> ticks = ticks(database);
        sql("DELETE FROM ticks WHERE id = (SELECT max(id) FROM ticks)");
        Files.delete(journalFiles(journal).get(0));

        assertEquals(ExitCode.DONE, rebuild());
        Matcher compared = Pattern.compile("compared (\\d+) ticks").matcher(said.get(0));
        assertTrue(compared.find());
        long others = ticks.size() - Long.parseLong(compared.group(1));
        assertTrue(others > 1_000 && isSaid(others + " ticks are not in the journal"), said::toString);

        assertEquals(ticks, ticks(database));
    }

    @Test
    void leavesATornTailAlone() throws Exception {
        Path last = journalFiles(journal).get(1);
        byte[] bytes = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(bytes, bytes.length * 9 / 10));
        List<List<Object>> ticks = ticks(database);

        assertEquals(ExitCode.DONE, rebuild());
        assertEquals(ticks, ticks(database));
        Files.delete(database);
        assertEquals(ExitCode.DONE, rebuild());

        assertTrue(ticks(database).size() < ticks.size());
        assertEquals(ticks.subList(0, ticks(database).size()), ticks(database));
        assertTrue(isSaid("is made anew, of " + ticks(database).size() + " ticks"), said::toString);
        assertEquals(bytes.length * 9 / 10, Files.size(last), "the journal is only read");
    }

    @Test
    void recordsAGapForADamagedRecordUnlessItsTicksAreStored() throws Exception {
        String gaps = "SELECT count(*) FROM feed_gaps WHERE reason LIKE 'the journal is damaged%'";
        try (RandomAccessFile file =
                new RandomAccessFile(journalFiles(journal).get(0).toFile(), "rw")) {
            file.seek(file.length() / 4 * 3);
            int value = file.read();
            file.seek(file.length() / 4 * 3);
            file.write(value ^ 1);
        }
        List<List<Object>> ticks = ticks(database);

        assertEquals(ExitCode.DONE, rebuild());
        assertEquals(ticks, ticks(database));
        assertEquals(0, number(database, gaps));
        Files.delete(database);
        assertEquals(ExitCode.DONE, rebuild());

        assertTrue(ticks(database).size() < ticks.size());
        assertEquals(1, number(database, gaps));
    }

    @Test
    void readsBesideAConnectorThatAppends() throws Exception {
        List<List<Object>> ticks = ticks(database);
        Files.delete(database);
        byte[] unknown = {0, 1, 0, 8, 1, 2, 3, 4, 0, 0, 0, 5};
        StopSignal stop = new StopSignal();
        try (Journal open = Journal.open(journal);
                JournalWriter writer = new JournalWriter(open, new Counters())) {
            writer.append(new Arrival.Frame(1, System.currentTimeMillis() * 1000, unknown));
            writer.flush();
            CompletableFuture<Void> appending = CompletableFuture.runAsync(() -> {
                try {
                    do {
                        writer.append(new Arrival.Frame(1, System.currentTimeMillis() * 1000, unknown));
                        writer.flush();
                    } while (!stop.await(1));
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertEquals(ExitCode.DONE, rebuild());
            stop.request();
            appending.get(60, TimeUnit.SECONDS);
        }
        assertTrue(isSaid("can't be read: unknown_tokens="), said::toString);

        assertEquals(ticks, ticks(database));
    }

    @Test
    void refusesADateOfWhichTheJournalHasNothing() throws Exception {
        Path unmade = directory.resolve("unmade.db");
        Settings settings = settings(unmade, false);
        String before = LocalDate.parse(date).minusDays(3).toString();

        UserException refusal = assertThrows(UserException.class, () -> rebuild(settings, before));

        assertEquals(ExitCode.USAGE, refusal.exitCode());
        assertTrue(refusal.getMessage().contains("has nothing of " + before), refusal.getMessage());
        assertFalse(Files.exists(unmade));
    }

    @Test
    void givesTheArchiveWhatItLacks() throws Exception {
        List<List<Object>> ticks = ticks(database);
        sql("DELETE FROM ticks WHERE id % 7 = 3 OR id = (SELECT max(id) FROM ticks)");
        String select = "SELECT count(*), count(DISTINCT id) FROM ticks";
        archiveLater();

        assertEquals(ExitCode.DONE, rebuild(settings(database, true), date));

        int missing = ticks(database).size();
        assertTrue(missing > 0 && missing < ticks.size() / 3, "what is archived is not stored again: " + missing);
        assertEquals(ticks.size() + "," + ticks.size(), answer(select));
        archiveLater();
        assertEquals(ticks.size() + "," + ticks.size(), answer(select));
    }

    /** Archives the date when it is too old to stay in SQLite. */
    private void archiveLater() throws Exception {
        clock = InstantSource.fixed(
                LocalDate.parse(date).plusDays(30).atStartOfDay(Ist.ZONE).toInstant());
        assertEquals(ExitCode.DONE, run(settings(database, true), "archive"));
        assertEquals(List.of(), ticks(database));
    }

    @Test
    void comparesAnArchivedDateByItsValues() throws Exception {
        sql("UPDATE ticks SET last_price = 98765.05 WHERE id = (SELECT max(id) FROM ticks)");
        archiveLater();

        assertEquals(ExitCode.STORE, rebuild(settings(database, true), date));

        assertEquals(List.of(), ticks(database));
    }

    @Test
    void takesTheTicksOfTheDateAlone() throws Exception {
        byte[] frame = {0, 1, 0, 8, 1, 2, 3, 2, 0, 0, 0, 5};
        LocalDate next = LocalDate.parse(date).plusDays(1);
        long noon = EpochMicros.of(next.atTime(12, 0).atZone(Ist.ZONE).toInstant());
        try (Journal open = Journal.open(journal);
                JournalWriter writer = new JournalWriter(open, new Counters())) {
            writer.append(new Arrival.Instruments(List.of(new Instrument(
                    0x01020302, "NFO", "SYM", "NAME", null, BigDecimal.ZERO, new BigDecimal("0.05"), 75, "CE", ""))));
            writer.append(new Arrival.Frame(1, noon, frame));
        }
        List<List<Object>> ticks = ticks(database);

        assertEquals(ExitCode.DONE, rebuild());
        assertEquals(ticks, ticks(database));
        assertEquals(ExitCode.DONE, rebuild(settings(database, false), next.toString()));

        String ofNext = " WHERE trade_date = '" + next + "'";
        assertEquals(ticks.size() + 1, ticks(database).size());
        assertEquals(
                List.of(List.of("SYM", 0.05)), rows(database, "SELECT tradingsymbol, last_price FROM ticks" + ofNext));
        assertEquals(List.of(List.of(0x01020302)), rows(database, "SELECT instrument_token FROM instruments" + ofNext));
    }

    private String answer(String select) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            run(settings(database, true), "query", select, "--csv");
        } finally {
            System.setOut(out);
        }
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
    }

    private ExitCode rebuild() throws Exception {
        return rebuild(settings(database, false), date);
    }

    private ExitCode rebuild(Settings settings, String day) throws Exception {
        return run(settings, "rebuild", "--date", day);
    }

    private ExitCode run(Settings settings, String command, String... arguments) throws Exception {
        Program program = new Receiver(clock)
                .commands().stream()
                        .filter(each -> each.name().equals(command))
                        .findFirst()
                        .orElseThrow();
        new CommandLine(program).parseArgs(arguments);
        return program.run(settings, new StopSignal());
    }

    private Settings settings(Path dbPath, boolean isArchived) throws IOException {
        Path config = directory.resolve("config.yaml");
        ConfigFile.of(Map.of())
                .set("connector.journal_dir", journal)
                .set("persistence.db_path", dbPath)
                .set("persistence.parquet_enabled", isArchived)
                .set("persistence.parquet_dir", directory.resolve("archive"))
                .write(config);
        return SettingsReader.read(config, true, Map.of(), Map.of(), Role.RECEIVER)
                .settings();
    }

    private static List<Path> journalFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }

    private static List<List<Object>> ticks(Path database) throws SQLException {
        return rows(database, "SELECT * FROM ticks ORDER BY id");
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement update = connection.createStatement()) {
            assertTrue(update.executeUpdate(statement) > 0);
        }
    }

    private static long number(Path database, String query) throws SQLException {
        return ((Number) rows(database, query).get(0).get(0)).longValue();
    }

    private static List<List<Object>> rows(Path database, String query) throws SQLException {
        List<List<Object>> all = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                all.add(row);
            }
        }
        return all;
    }
}
