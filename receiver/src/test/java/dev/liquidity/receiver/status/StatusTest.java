package dev.liquidity.receiver.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.receiver.RunningReceiver;
import dev.liquidity.receiver.TestRedis;
import dev.liquidity.receiver.Ticks;
import dev.liquidity.receiver.status.Line.Verdict;
import dev.liquidity.sandbox.support.Await;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;

/** With a real Redis, a real database and a running receiver, on 22 November 2026 at 10:17 IST. */
@Timeout(180)
class StatusTest {
    private static final Instant NOW = Instant.parse("2026-11-22T04:47:01Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OPTION = "NIFTY26DEC24500CE";

    @TempDir
    Path directory;

    @AutoClose
    private final TestRedis redis = new TestRedis();

    @Test
    void looksAtARunningReceiverAndAtWhatItLeaves() throws Exception {
        Settings settings = settings();
        Path database = directory.resolve("ticks.db");
        redis.call(Command.HSET, "instruments:2026-11-22", "1", InstrumentJson.write(instrument(OPTION, "NIFTY")));
        try (RunningReceiver receiver = RunningReceiver.start(settings);
                Status status = new Status(settings, () -> NOW)) {
            long millis = Ticks.TIME / 1000;
            for (int i = 1; i <= 300; i++) {
                redis.add(
                        millis + "-" + i,
                        Ticks.full(i % 3 == 0 ? OPTION : "NIFTY 50").build());
            }
            redis.add(millis + 1 + "-1", "no JSON".getBytes());
            redis.call(Command.SADD, "symbols:2026-11-22", "ANOTHERS");
            redis.call(Command.SET, "latest:ANOTHERS", "no hash");
            Await.until("all is stored and shown", PATIENCE, () -> {
                StatusReport report = status.look();
                return value(report, "rejects").equals("1 today")
                        && shown(settings).getOrDefault("stored", "").equals("300")
                        && value(report, "group").startsWith("0 not stored");
            });
            StatusReport report = status.look();

            assertEquals("SQLite 2 symbols, 300 ticks; Redis 2 symbols", value(report, "today"));
            assertEquals("2 symbols, 10:13:02 to 10:15:02: 300 ticks in both", value(report, "agreement"));
            assertEquals("301 entries of at most 100,000", value(report, "stream"));
            assertEquals("at 10:15:01", value(report, "newest tick"));
            assertEquals("ticks arrive 1.0 s after the exchange's time", value(report, "clock"));
            assertEquals("0 today; 0 frames dropped", value(report, "gaps"));
            assertEquals("0 MB; 0 s behind", value(report, "journal"));
            assertTrue(value(report, "receiver_1").matches("process \\d+, [\\d,]+ MB of memory"));
            assertEquals("not running", value(report, "connector"));
            assertFalse(report.isWrong(), report.table(false));

            redis.stop();
            StatusReport without = status.look();
            assertTrue(without.isWrong());
            assertEquals("SQLite 2 symbols, 300 ticks", value(without, "today"));
            redis.start();
            assertEquals(Verdict.OK, line(status.look(), "redis").verdict());
        }
        // Nobody has the database open: a look must leave nothing there that a receiver of another user can't write.
        List<Path> before = files();
        try (Status status = new Status(settings, () -> NOW)) {
            assertEquals("SQLite 2 symbols, 300 ticks; Redis 0 symbols", value(status.look(), "today"));
        }
        assertEquals(before, files());
        assertTrue(before.contains(database));
        assertFalse(before.contains(directory.resolve("ticks.db-shm")), before::toString);
    }

    /** What the receiver shows of itself. */
    private static Map<String, String> shown(Settings settings) {
        try (RedisLook look = new RedisLook(settings.redis())) {
            return look.look("2026-11-22").receivers().getOrDefault("receiver_1", Map.of());
        }
    }

    @Test
    void saysWhatIsNotThereYet() throws Exception {
        try (Status status = new Status(settings(), () -> NOW)) {
            StatusReport report = status.look();
            assertEquals(directory.resolve("ticks.db") + ": there is no such file here", value(report, "database"));
            assertEquals("none today", value(report, "newest tick"));
            assertEquals("0 not stored, 0 of them read; 0 s behind", value(report, "group"));
            assertEquals(List.of(directory.resolve("config.yaml")), files());
        }
    }

    @Test
    void tellsADatabaseThatAnotherProgramLocks() throws Exception {
        Settings settings = settings();
        try (RunningReceiver receiver = RunningReceiver.start(settings);
                Status status = new Status(settings, () -> NOW)) {
            redis.add(Ticks.TIME / 1000 + "-1", Ticks.full(OPTION).build());
            Await.until(
                    "it is stored",
                    PATIENCE,
                    () -> value(status.look(), "today").contains(" 1 ticks"));
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ticks.db"));
                    Statement lock = other.createStatement()) {
                lock.execute("BEGIN IMMEDIATE");
                redis.add(Ticks.TIME / 1000 + "-2", Ticks.full(OPTION).build());
                Await.until(
                        "it is told",
                        PATIENCE,
                        () -> value(status.look(), "database").contains("no commit for"));
                assertTrue(status.look().isWrong());
                lock.execute("COMMIT");
            }
            Await.until("all is right", PATIENCE, () -> !status.look().isWrong());
            Map<String, String> shown = shown(settings);
            assertEquals("0", shown.get("store_failing_seconds"));
            double sinceTick = (System.currentTimeMillis() - Ticks.TIME / 1000) / 1e3;
            assertEquals(sinceTick, Double.parseDouble(shown.get("store_delay_seconds")), 120);
        }
    }

    @Test
    void looksOnThoughTheDatabaseIsNone() throws Exception {
        Files.writeString(
                directory.resolve("ticks.db"), "These are not the bytes of a database, whatever it is named.");
        try (Status status = new Status(settings(), () -> NOW)) {
            Line line = line(status.look(), "database");
            assertEquals(Verdict.WRONG, line.verdict());
            assertTrue(line.value().contains("not a database"), line::toString);
        }
    }

    private Settings settings() throws Exception {
        Path file = directory.resolve("config.yaml");
        Files.writeString(
                file, """
                redis: {host: 127.0.0.1, port: %d}
                connector: {journal_dir: %s}
                persistence: {db_path: %s, dump_interval_seconds: 0.1, min_free_gb: 0}
                """.formatted(redis.port(), directory.resolve("journal"), directory.resolve("ticks.db")));
        return SettingsReader.read(file, true, Map.of(), Map.of(), Role.RECEIVER)
                .settings();
    }

    private static Instrument instrument(String symbol, String name) {
        return new Instrument(
                1,
                "NFO",
                symbol,
                name,
                LocalDate.of(2026, 12, 31),
                BigDecimal.TEN,
                BigDecimal.ONE,
                75,
                "CE",
                "NFO-OPT");
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    private static String value(StatusReport report, String name) {
        return line(report, name).value();
    }

    private static Line line(StatusReport report, String name) {
        return report.lines().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElse(Line.of(name, ""));
    }
}
