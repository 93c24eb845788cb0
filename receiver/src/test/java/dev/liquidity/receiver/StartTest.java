package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.command.Launcher;
import dev.liquidity.sandbox.support.Ports;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Protocol.Command;

/** A start that fails ends with an exit code and one line that says why. */
class StartTest {
    private static final Timing IMPATIENT =
            new Timing(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(300));

    @TempDir
    Path directory;

    private String complaint;

    @Test
    void endsWith2ForABlankConsumerName() throws Exception {
        assertEquals(2, launch(Ports.free(), "", db("ticks.db"), "--consumer-name", " "));
        assertTrue(complaint.contains("--consumer-name"), complaint);
    }

    @Test
    void endsWith4WhenRedisIsNotThere() throws Exception {
        int port = Ports.free();
        assertEquals(4, launch(port, "", db("ticks.db")));
        assertTrue(complaint.contains("127.0.0.1:" + port) && complaint.contains("Connection refused"), complaint);
    }

    @Test
    void endsWith4WhenRedisIsInClusterMode() throws Exception {
        try (TestRedis redis = new TestRedis("cluster-enabled yes")) {
            assertEquals(4, launch(redis.port(), "", db("ticks.db")));
            assertTrue(complaint.contains("is in cluster mode: set redis.cluster to true, and redis.nodes"), complaint);
            assertEquals(1, complaint.lines().count(), complaint);
        }
    }

    @Test
    void endsWith4WhenNoSentinelAnswersOrKnowsTheMaster() throws Exception {
        int nobody = Ports.free();
        assertEquals(4, launch(nobody, sentinel("mymaster", nobody, nobody), db("ticks.db")));
        assertTrue(
                complaint.contains("Redis at mymaster of 127.0.0.1:" + nobody + ",127.0.0.1:" + nobody
                        + " can't be reached (no sentinel answers: Connection refused): start sentinels and servers, or"
                        + " correct redis.sentinel"),
                complaint);
        int gone = Ports.free();
        try (RedisServer sentinel =
                RedisServer.launch("sentinel monitor mymaster 127.0.0.1 " + gone + " 1", "requirepass s3cr3t")) {
            assertEquals(4, launch(nobody, sentinel("mymastr", nobody, sentinel.port()), db("ticks.db")));
            assertTrue(complaint.contains("no sentinel answers: NOAUTH"), complaint);
            String password = ", password: s3cr3t";
            assertEquals(4, launch(nobody, sentinel("mymastr" + password, sentinel.port(), nobody), db("ticks.db")));
            assertTrue(
                    complaint.contains("no sentinel of 127.0.0.1:" + sentinel.port() + ", 127.0.0.1:" + nobody
                            + " watches a master named mymastr: correct redis.sentinel.master"),
                    complaint);
            assertEquals(4, launch(nobody, sentinel("mymaster" + password, nobody, sentinel.port()), db("ticks.db")));
            assertTrue(
                    complaint.contains("can't be reached (Connection refused, at 127.0.0.1:" + gone + ")"), complaint);
            assertFalse(complaint.contains("s3cr3t"), complaint);
        }
        assertEquals(1, complaint.lines().count(), complaint);
    }

    private static String sentinel(String master, int... ports) {
        return IntStream.of(ports)
                .mapToObj(port -> "\"127.0.0.1:" + port + '"')
                .collect(Collectors.joining(", ", "sentinel: {master: " + master + ", nodes: [", "]}"));
    }

    @Test
    void endsWith4WhenRedisIsNotTheClusterThatItShouldBe() throws Exception {
        try (TestRedis redis = new TestRedis()) {
            String nodes = "cluster: true, nodes: ['127.0.0.1:" + redis.port() + "']";
            assertEquals(4, launch(redis.port(), nodes, db("ticks.db")));
            assertTrue(complaint.contains("is not in cluster mode: set redis.cluster to false"), complaint);
            assertEquals(1, complaint.lines().count(), complaint);
        }
    }

    @Test
    void endsWith4WhenNoNodeOfTheClusterIsThere() throws Exception {
        String nodes = "cluster: true, nodes: ['127.0.0.1:" + Ports.free() + "']";
        assertEquals(4, launch(Ports.free(), nodes, db("ticks.db")));
        assertTrue(complaint.contains("Connection refused") && complaint.contains("redis.nodes"), complaint);
    }

    @Test
    void endsWith4WhenTheClusterIsNotComplete() throws Exception {
        try (TestRedis redis = new TestRedis("cluster-enabled yes")) {
            String nodes = "cluster: true, nodes: ['127.0.0.1:" + redis.port() + "']";
            assertEquals(4, launch(redis.port(), nodes, db("ticks.db")));
            assertTrue(complaint.contains("no node has the slot") && complaint.contains("{ticks}:raw"), complaint);
        }
    }

    @Test
    void endsWith4WhenRedisWantsAPassword() throws Exception {
        try (TestRedis redis = new TestRedis()) {
            redis.call(Command.CONFIG, "SET", "requirepass", "right-password");
            assertEquals(4, launch(redis.port(), "", db("ticks.db")));
            assertTrue(complaint.contains("NOAUTH") && complaint.contains("REDIS_PASSWORD"), complaint);
            assertEquals(4, launch(redis.port(), "password: wrong-password", db("ticks.db")));
            assertTrue(complaint.contains("WRONGPASS") && !complaint.contains("wrong-password"), complaint);
        }
    }

    @Test
    void endsWith4WhenRightsAreMissing() throws Exception {
        try (TestRedis redis = new TestRedis()) {
            redis.call(Command.ACL, "SETUSER", "reader", "on", ">secret", "~*", "+get");
            assertEquals(4, launch(redis.port(), "username: reader, password: secret", db("ticks.db")));
            assertTrue(complaint.contains("NOPERM"), complaint);
        }
    }

    @Test
    void endsWith4ForADatabaseNumberThatRedisDoesNotHave() throws Exception {
        try (TestRedis redis = new TestRedis()) {
            assertEquals(4, launch(redis.port(), "db: 15000", db("ticks.db")));
            assertTrue(complaint.contains("out of range"), complaint);
        }
    }

    @Test
    void endsWith4WhenTheStreamIsAKeyOfAnotherType() throws Exception {
        try (TestRedis redis = new TestRedis()) {
            redis.call(Command.SET, TestRedis.STREAM, "mine");
            assertEquals(4, launch(redis.port(), "", db("ticks.db")));
            assertTrue(complaint.contains("WRONGTYPE") && complaint.contains("redis.stream_name"), complaint);
        }
    }

    @Test
    void endsWith6ForAFileThatIsNotADatabaseAndDoesNotChangeIt() throws Exception {
        Path file = directory.resolve("notes.txt");
        Files.writeString(file, "my notes, for years".repeat(500));
        byte[] before = Files.readAllBytes(file);
        assertUnusable(file.toString());
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(List.of(file), files());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | ticks             | has another layout (its user_version is 0, not 2)
            2 | ticks             | has another layout (its table ticks differs)
            0 | ticks,tick_depths | has an older layout (0; this version writes 2)
            1 | ticks             | has an older layout (1; this version writes 2)
            3 | ticks             | has a newer layout (3; this version writes 2)
            """)
    void endsWith6ForADatabaseOfAnotherLayoutAndDoesNotChangeIt(int version, String tables, String difference)
            throws Exception {
        Path file = directory.resolve("other.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String table : tables.split(",")) {
                statement.execute("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, instrument_token INTEGER)");
            }
            statement.execute("PRAGMA user_version = " + version);
        }
        byte[] before = Files.readAllBytes(file);
        assertUnusable(file.toString());
        assertTrue(complaint.contains(difference), complaint);
        assertEquals(
                difference.contains("older"),
                complaint.contains("move it to another name, and run java -jar receiver.jar import"),
                complaint);
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void saysThatTheLastCommitsOfAnOlderDatabaseAreInAFileOfTheirOwn() throws Exception {
        Path file = directory.resolve("old.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA user_version = 1");
            byte[] before = Files.readAllBytes(file.resolveSibling("old.db-wal"));
            assertUnusable(file.toString());
            assertTrue(
                    complaint.contains("move it and " + file + "-wal, which has its last commits, to another name"),
                    complaint);
            assertArrayEquals(before, Files.readAllBytes(file.resolveSibling("old.db-wal")));
        }
    }

    @Test
    void endsWith6WhenTheDirectoryCanNotBeCreated() throws Exception {
        Path file = directory.resolve("file");
        Files.writeString(file, "x");
        assertUnusable(file.resolve("data/ticks.db").toString());
    }

    private void assertUnusable(String dbPath) throws Exception {
        try (TestRedis redis = new TestRedis()) {
            assertEquals(6, launch(redis.port(), "", dbPath));
            assertTrue(complaint.contains(dbPath), complaint);
            assertEquals(1, complaint.lines().count(), complaint);
        }
    }

    private List<Path> files() throws Exception {
        try (var files = Files.list(directory)) {
            return files.filter(file -> !file.getFileName().toString().matches("config.yaml|logs"))
                    .toList();
        }
    }

    private String db(String name) {
        return directory.resolve(name).toString();
    }

    private int launch(int port, String moreOfRedis, String dbPath, String... flags) throws Exception {
        Path config = directory.resolve("config.yaml");
        Files.writeString(
                config,
                "redis: {host: 127.0.0.1, port: " + port + (moreOfRedis.isEmpty() ? "" : ", " + moreOfRedis) + "}\n"
                        + "persistence: {db_path: '" + dbPath + "'}\n"
                        + "logging: {log_file: '" + directory.resolve("logs/app.log") + "'}\n");
        List<String> arguments = new ArrayList<>(List.of("--config", config.toString()));
        arguments.addAll(List.of(flags));
        PrintStream stderr = System.err;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            return Launcher.launch(new Receiver(IMPATIENT, InstantSource.system()), arguments.toArray(String[]::new));
        } finally {
            System.setErr(stderr);
            complaint = caught.toString(StandardCharsets.UTF_8);
        }
    }
}
