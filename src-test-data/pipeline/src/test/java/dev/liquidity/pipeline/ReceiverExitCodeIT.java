package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.support.Ports;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** Every exit code of receiver.jar. */
class ReceiverExitCodeIT {
    private static final String RECEIVER = "receiver";
    private static RedisServer redis;

    @TempDir
    Path directory;

    private ConfigFile config;
    private ChildProcess run;

    @BeforeAll
    static void open() throws IOException {
        redis = RedisServer.launch();
    }

    @AfterAll
    static void close() throws IOException {
        redis.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        RedisLine.say(redis.port(), "FLUSHALL");
        config = new ConfigFile().redis(redis.host(), redis.port());
    }

    @AfterEach
    void endWithoutALeak() throws IOException {
        if (run != null) {
            run.close();
        }
        ExitCodes.assertNoSecret(directory, "redis-password");
    }

    @Test
    void is0ForHelpAndVersion() throws IOException {
        run = Jar.start(directory, RECEIVER, "--help");
        ExitCodes.assertDone(run.awaitExit(), run);
        for (String flag : List.of("--consumer-name", "--config", "--debug", "--log-level", "import")) {
            assertTrue(run.out().contains(flag), run::toString);
        }
        run = Jar.start(directory, RECEIVER, "--version");
        ExitCodes.assertDone(run.awaitExit(), run);
        assertTrue(run.out().matches("receiver \\d.*\\R"), run::toString);
    }

    @Test
    void is0AfterASignal() throws IOException {
        start();
        run.awaitOut("Consuming ticks:raw");

        ExitCodes.assertDone(run.terminate(), run);
        assertTrue(run.out().contains("Ending with exit code 0"), run::toString);
    }

    @Test
    void is1WhenAnEntryIsLargerThanItsMemory() throws IOException {
        config.writeInto(directory);
        try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
            jedis.xadd("ticks:raw", StreamEntryID.NEW_ENTRY, Map.of("data", "x".repeat(48 << 20)));
        }
        run = Jar.start(directory, List.of("-Xmx40m"), Map.of(), RECEIVER);

        ExitCodes.assertEnds(1, run, RECEIVER, "ran out of memory", "-Xmx");
        String log = Files.readString(directory.resolve("logs/app-receiver.log"));
        assertTrue(log.contains("java.lang.OutOfMemoryError") && log.contains("\tat "), "no trace in the log");
    }

    @Test
    void is2ForAFlagThatItDoesNotKnow() throws IOException {
        run = Jar.start(directory, RECEIVER, "--consumername", "x");
        ExitCodes.assertEnds(2, run, RECEIVER, "--consumername", "did you mean --consumer-name?");
    }

    @Test
    void is2ForAConfigurationThatIsNotThere() throws IOException {
        run = Jar.start(directory, RECEIVER, "--config", "elsewhere.yaml");
        assertEquals(2, run.awaitExit(), run::toString);
        assertTrue(run.err().contains("elsewhere.yaml") && run.err().contains("does not exist"), run::toString);
    }

    @Test
    void is2ForAllFaultsOfTheConfigurationAtOnce() throws IOException {
        config.set("persistence.dump_interval_seconds", "0").set("redis.port", "0");
        start();
        assertEquals(2, run.awaitExit(), run::toString);
        assertEquals(3, run.err().lines().count(), run::toString);
        assertTrue(run.err().contains("\n  persistence.dump_interval_seconds: "), run::toString);
        assertTrue(run.err().contains("\n  redis.port: "), run::toString);
    }

    @Test
    void is4WhenNoRedisAnswers() throws IOException {
        int port = Ports.free();
        config.set("redis.port", port);
        start();
        ExitCodes.assertEnds(4, run, RECEIVER, "127.0.0.1:" + port, "can't be reached");
    }

    @Test
    void is4WithoutTheRedisPasswordOrWithAWrongOne() throws IOException {
        try (RedisServer guarded = RedisServer.launch("requirepass right-redis-password")) {
            config.set("redis.port", guarded.port());
            start();
            ExitCodes.assertEnds(4, run, RECEIVER, "NOAUTH", "REDIS_PASSWORD");
            run = Jar.start(
                    directory, List.of(), Map.of("REDIS_PASSWORD", "wrong-redis-password"), RECEIVER, "--debug");
            ExitCodes.assertEnds(4, run, RECEIVER, "WRONGPASS", "redis.password");
        }
    }

    @Test
    void is4ForAStreamKeyOfAnotherType() throws IOException {
        RedisLine.say(redis.port(), "SET ticks:raw something");
        start();
        ExitCodes.assertEnds(4, run, RECEIVER, "WRONGTYPE", "redis.stream_name");
    }

    @Test
    void is6ForADatabaseOfAnotherLayout() throws IOException, SQLException {
        Path file = directory.resolve("other.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE ticks (id INTEGER PRIMARY KEY, price REAL)");
        }
        byte[] before = Files.readAllBytes(file);
        config.set("persistence.db_path", "./other.db");
        start();
        ExitCodes.assertEnds(6, run, RECEIVER, "other.db", "another layout", "persistence.db_path");
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void is6ForAnOlderDatabaseUntilItIsImported() throws IOException, SQLException {
        Path file = directory.resolve("old.db");
        try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = old.createStatement()) {
            statement.execute("CREATE TABLE ticks (id INTEGER PRIMARY KEY AUTOINCREMENT, instrument_token INTEGER,"
                    + " tradingsymbol TEXT, exchange_timestamp TEXT)");
            statement.execute("CREATE TABLE tick_depths (tick_id INTEGER, side TEXT, level INTEGER, price REAL)");
            statement.execute("INSERT INTO ticks VALUES (1, 2, 'A', '2025-02-11 10:15:01')");
        }
        config.set("persistence.db_path", "./old.db");
        start();
        ExitCodes.assertEnds(6, run, RECEIVER, "old.db", "an older layout", "java -jar receiver.jar import");

        config.set("persistence.db_path", "./new.db").writeInto(directory);
        run = Jar.start(directory, RECEIVER, "import", "old.db");
        ExitCodes.assertDone(run.awaitExit(), run);
        assertTrue(run.out().contains("1 of 1 ticks (1 stored"), run::toString);
        assertTrue(Files.exists(directory.resolve("logs/app-receiver-import.log")), run::toString);
    }

    @Test
    void is6ForAFileThatIsNoDatabase() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "my notes, which nobody may overwrite\n".repeat(100));
        config.set("persistence.db_path", "./notes.txt");
        start();
        ExitCodes.assertEnds(6, run, RECEIVER, "notes.txt", "persistence.db_path");
        assertTrue(Files.readString(directory.resolve("notes.txt")).startsWith("my notes"));
    }

    @Test
    void is6ForAPlaceWhereNothingCanBeWritten() throws IOException {
        config.set("persistence.db_path", "/dev/null/ticks.db");
        start();
        ExitCodes.assertEnds(6, run, RECEIVER, "/dev/null/ticks.db", "persistence.db_path");
    }

    @Test
    void is6WhenTheDatabasesLibraryCanNotBeUnpacked() throws IOException {
        config.writeInto(directory);
        run = Jar.start(directory, List.of("-Djava.io.tmpdir=/dev/null"), Map.of(), RECEIVER);
        ExitCodes.assertEnds(6, run, RECEIVER, "-Djava.io.tmpdir", "/dev/null");
    }

    private void start() throws IOException {
        config.writeInto(directory);
        run = Jar.start(directory, RECEIVER);
    }
}
