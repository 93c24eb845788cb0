package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.support.Ports;
import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both jars with a Redis that uses TLS and gives each of them a user with only the rights that it needs. */
class SecureRedisIT {
    private static final String ADMIN = "AUTH admin admin-redis-password";

    @TempDir
    static Path shared;

    private static SandboxExchange exchange;
    private static TestCertificate certificate;
    private static RedisServer redis;
    private static int tlsPort;

    @TempDir
    Path directory;

    @BeforeAll
    static void open() throws Exception {
        exchange =
                SandboxExchange.start(new SandboxOptions().rate(Rate.total(300)).limited(false));
        certificate = TestCertificate.create(shared);
        tlsPort = Ports.free();
        redis = RedisServer.launch(
                "tls-port " + tlsPort,
                "tls-cert-file " + certificate.certificate(),
                "tls-key-file " + certificate.key(),
                "tls-auth-clients no",
                "user default off",
                "user admin on >admin-redis-password ~* +@all",
                user("connector"),
                user("receiver"));
    }

    /** A user with the rights that {@code scripts/redis.acl} gives it, and a password of its own. */
    private static String user(String name) throws IOException {
        return Files.readAllLines(Document.ROOT.resolve("scripts/redis.acl")).stream()
                .filter(line -> line.startsWith("user " + name + " on "))
                .map(line -> line.replace(">PASSWORD", ">" + name + "-redis-password"))
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    static void close() throws IOException {
        exchange.close();
        redis.close();
    }

    @Test
    void recordsTicksOverTlsWithTheLeastRights() throws Exception {
        ConfigFile config = config("127.0.0.1");
        try (ChildProcess receiver = start(config, "receiver", "--debug");
                ChildProcess connector = start(config, "connector", "--symbol", "NIFTY", "--login-now", "--debug")) {
            receiver.await("stored ticks", () -> storedTicks() > 1000);
            try (ChildProcess status = run("receiver", "status", "--config", "receiver.yaml")) {
                status.awaitExit();
                assertTrue(status.out().contains("127.0.0.1:" + tlsPort + ", "), status::toString);
            }
            ExitCodes.assertDone(connector.terminate(), connector);
            receiver.await("the end of the stream", () -> storedTicks() == streamedTicks());
            ExitCodes.assertDone(receiver.terminate(), receiver);
            assertFalse(receiver.out().contains("NOPERM") || connector.out().contains("NOPERM"), receiver::toString);
            assertTrue(receiver.out().contains("In all: entries="), receiver::toString);
            assertFalse(receiver.out().contains("keys_refused="), receiver::toString);
        }
        // What they ask of a cluster, too.
        RedisLine.say(redis.port(), "AUTH connector connector-redis-password", "ASKING", "CLUSTER SLOTS");
        RedisLine.say(redis.port(), "AUTH receiver receiver-redis-password", "ASKING", "CLUSTER SLOTS");
        assertEquals("*0", RedisLine.say(redis.port(), ADMIN, "ACL LOG"), "commands were denied");
        assertEquals(1, RedisLine.number(redis.port(), ADMIN, "EXISTS \"latest:NIFTY 50\""));
        Leaks.assertNone(directory, exchange.credentials(), "connector-redis-password", "receiver-redis-password");
    }

    @Test
    void refusesAServerThatItHasNoReasonToTrust() throws Exception {
        config("127.0.0.1").writeInto(directory);
        try (ChildProcess connector =
                Jar.start(directory, List.of(), Map.of(), "connector", "--symbol", "NIFTY", "--login-now")) {
            ExitCodes.assertEnds(4, connector, "connector", "certification path", "-Djavax.net.ssl.trustStore");
        }
    }

    @Test
    void refusesAServerOfAnotherName() throws Exception {
        ConfigFile config = config("localhost");
        try (ChildProcess receiver = start(config, "receiver")) {
            ExitCodes.assertEnds(4, receiver, "receiver", "localhost", "redis.host");
        }
    }

    @Test
    void saysWhichRightIsMissing() throws Exception {
        ConfigFile config = config("127.0.0.1").set("redis.stream_name", "another:stream");
        try (ChildProcess receiver = start(config, "receiver")) {
            ExitCodes.assertEnds(4, receiver, "receiver", "NOPERM", "ACL SETUSER");
        } finally {
            RedisLine.say(redis.port(), ADMIN, "ACL LOG RESET");
        }
    }

    private static ConfigFile config(String host) {
        return Setup.config(exchange, host, tlsPort).set("redis.ssl", true);
    }

    /** Starts a program as its own user, whose name is in a configuration of its own. */
    private ChildProcess start(ConfigFile config, String program, String... arguments) throws IOException {
        config.set("redis.username", program).write(directory.resolve(program + ".yaml"));
        String[] all = Stream.concat(Stream.of("--config", program + ".yaml"), Stream.of(arguments))
                .toArray(String[]::new);
        return run(program, all);
    }

    private ChildProcess run(String program, String... arguments) throws IOException {
        return Jar.start(
                directory,
                certificate.trustFlags(),
                Map.of("REDIS_PASSWORD", program + "-redis-password"),
                program,
                arguments);
    }

    private long storedTicks() {
        if (!Files.exists(directory.resolve("data/ticks.db"))) {
            return 0;
        }
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/ticks.db"));
                ResultSet row = database.createStatement().executeQuery("SELECT count(*) FROM ticks")) {
            return row.getLong(1);
        } catch (SQLException e) {
            return 0;
        }
    }

    private static long streamedTicks() {
        return RedisLine.number(redis.port(), ADMIN, "XLEN ticks:raw");
    }
}
