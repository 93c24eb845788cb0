package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.receiver.archive.Archive;
import dev.liquidity.receiver.archive.Query;
import dev.liquidity.sandbox.support.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** With a file for each date, the files of older dates go whole, beside a receiver that has them open. */
class DatedArchiveTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final int TICKS = 30;

    @TempDir
    private Path directory;

    private final TestRedis redis = new TestRedis();
    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    private Settings.Persistence settings;

    @BeforeEach
    void listen() {
        settings = settings("ticks-{date}.db");
        warnings.start();
        store().addAppender(warnings);
    }

    @AfterEach
    void close() {
        store().detachAppender(warnings);
        redis.close();
    }

    private static Logger store() {
        return (Logger) LoggerFactory.getLogger("dev.liquidity.receiver.store");
    }

    private Settings.Persistence settings(String name) {
        return new Settings.Persistence(
                directory.resolve("data") + "/" + name,
                Duration.ofMillis(100),
                Duration.ofDays(1),
                Duration.ZERO,
                true,
                directory.resolve("archive"),
                5,
                0);
    }

    /** Ticks of the last three dates, one after the other. */
    private void record(int from, int to) {
        redis.addAll(
                from,
                to,
                i -> Ticks.full("NIFTY 50", 16395, Ticks.TIME - (i - 1) * 3 / TICKS % 3 * DAY_MICROS)
                        .build());
        redis.awaitAcknowledged();
    }

    private RunningReceiver start() {
        return RunningReceiver.start(RunningReceiver.settings(redis.settings("receiver_1"), settings));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticks-{date}.db", "{date}/ticks.db"})
    void deletesFilesThatTheReceiverHasOpenAndTakesWhatComesLate(String name) throws Exception {
        settings = settings(name);
        try (RunningReceiver receiver = start()) {
            record(1, TICKS);
            new Archive(settings, TODAY, new StopSignal()).copyRunning();
            assertEquals(List.of("30"), csv("SELECT count(*) FROM ticks"));

            archive(1);
            assertEquals(List.of(file("2026-11-21"), file("2026-11-22")), databases());
            assertEquals(List.of("30,30"), csv("SELECT count(*), count(DISTINCT id) FROM ticks"));

            // Two that come late.
            redis.add("1763786702000-1", late(7));
            redis.add("1763786702000-2", late(8));
            Await.until("stored", () -> Files.exists(Path.of(file("2026-11-20"))));
            redis.awaitAcknowledged();
            assertEquals(List.of("32,32"), csv("SELECT count(*), count(DISTINCT id) FROM ticks"));

            archive(0);
            assertEquals(List.of(file("2026-11-22")), databases());
            assertEquals(List.of("32,32"), csv("SELECT count(*), count(DISTINCT id) FROM ticks"));
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertTrue(
                warnings.list.stream()
                        .allMatch(line -> line.getLevel().toString().equals("INFO")),
                warnings.list::toString);
        assertTrue(warnings.list.stream()
                .anyMatch(line -> line.getFormattedMessage()
                        .equals("The database " + file("2026-11-20") + " is archived, and was deleted")));
        try (Stream<Path> left = Files.walk(directory.resolve("archive/_running"))) {
            assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
        }
    }

    private static Tick late(int price) {
        return Ticks.full("NIFTY 50", price, Ticks.TIME - 2 * DAY_MICROS).build();
    }

    @Test
    void archivesFirstWhatCameWithoutTicks() throws Exception {
        try (RunningReceiver receiver = start()) {
            record(1, TICKS);
            receiver.stop();
        }
        archive(100);
        sql(
                "2026-11-20",
                "INSERT INTO feed_gaps VALUES (1, '2026-11-20T10:00:00.000000', '2026-11-20T11:00:00.000000',"
                        + " 'late', 9)");
        // Of another date by its ID, as a tick of the 20th that was published on the 26th may be.
        sql("2026-11-20", "INSERT INTO rejected_entries VALUES ('1795404600000-0', 'json', 'late', '{')");
        sql(
                "2026-11-20",
                "INSERT INTO instruments VALUES ('2026-11-20', 1, 'NSE', 'LATE', 'LATE', NULL, 0, 1, 1, 'EQ')");

        archive(1);

        assertEquals(List.of(file("2026-11-21"), file("2026-11-22")), databases());
        assertEquals(List.of("late"), csv("SELECT reason FROM feed_gaps"));
        assertEquals(List.of("late"), csv("SELECT detail FROM rejected_entries"));
        assertEquals(List.of("LATE"), csv("SELECT tradingsymbol FROM instruments"));
    }

    @Test
    void removesAFileOfGapsAlone() throws Exception {
        try (RunningReceiver receiver = start()) {
            record(1, TICKS);
            receiver.stop();
        }
        sql("2026-11-20", "DELETE FROM ticks");
        sql(
                "2026-11-20",
                "INSERT INTO feed_gaps VALUES (0, '2026-11-20T09:15:00.000000', '2026-11-20T15:30:00.000000', 'all', 9)");

        archive(100);
        archive(1);

        assertEquals(List.of(file("2026-11-21"), file("2026-11-22")), databases());
        assertEquals(List.of("all"), csv("SELECT reason FROM feed_gaps"));
        assertEquals(List.of("20"), csv("SELECT count(*) FROM ticks"));
    }

    @Test
    void findsWhatItMissedAndTakesATickThatIsStoredAgainForTheSame() throws Exception {
        try (RunningReceiver receiver = start()) {
            record(1, TICKS);
            receiver.stop();
        }
        archive(100);
        // A lower ID than those that are archived, while others are gone.
        sql(
                "2026-11-20",
                "DELETE FROM ticks WHERE id NOT IN (SELECT min(id) FROM ticks UNION SELECT max(id) FROM ticks)");
        sql(
                "2026-11-20",
                "INSERT INTO ticks (id, instrument_token, tradingsymbol, trade_date)"
                        + " SELECT min(id) - 100, 1, 'NIFTY 50', trade_date FROM ticks");

        archive(1);

        assertEquals(List.of(file("2026-11-21"), file("2026-11-22")), databases());
        assertEquals(List.of("31,31"), csv("SELECT count(*), count(DISTINCT id) FROM ticks"));
    }

    @Test
    void keepsAFileWithWhatIsNotArchived() throws Exception {
        try (RunningReceiver receiver = start()) {
            record(1, TICKS);
            receiver.stop();
        }
        sql("2026-11-20", "UPDATE ticks SET trade_date = '2026-11-19' WHERE id = (SELECT min(id) FROM ticks)");

        archive(LocalDate.parse("2026-11-19"), 0);

        assertEquals(List.of(file("2026-11-20"), file("2026-11-21"), file("2026-11-22")), databases());
        assertEquals(List.of("30,30"), csv("SELECT count(*), count(DISTINCT id) FROM ticks"));
    }

    private void archive(int keepDays) throws InterruptedException {
        archive(LocalDate.MAX, keepDays);
    }

    private void archive(LocalDate through, int keepDays) throws InterruptedException {
        new Archive(settings, TODAY, new StopSignal()).run(new Archive.Plan(LocalDate.MIN, through, keepDays, false));
    }

    private String file(String date) {
        return settings.dbPath().replace("{date}", date);
    }

    /** The files that are left of these dates, without logs; the receiver's clock has another date. */
    private List<String> databases() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            List<String> all = files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
            for (String each : all) {
                assertTrue(all.contains(each.replaceFirst("-(wal|shm)$", "")), all::toString);
            }
            return all.stream()
                    .filter(each -> each.matches(".*2026-11-2[0-2].*db"))
                    .toList();
        }
    }

    private void sql(String date, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file(date));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> csv(String sql) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Query(settings, Duration.ofMinutes(1), new StopSignal(), new PrintStream(out, true, StandardCharsets.UTF_8))
                .print(sql, true);
        return out.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
    }
}
