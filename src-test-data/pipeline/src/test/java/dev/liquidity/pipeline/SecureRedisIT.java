package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.RedisServer;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both jars with a Redis that speaks TLS and lets each in as a user with no more rights than it needs. */
class SecureRedisIT {
    /** The rights of connector.jar, and of receiver.jar, as the README gives them. */
    private static final String CONNECTOR_RIGHTS = "~ticks:raw ~ticks:raw:* ~instruments:*"
            + " +ping +select +client|setname +watch +multi +exec +get +set +del +expire +hset"
            + " +xadd +xtrim +xrange +xinfo +xpending";

    private static final String RECEIVER_RIGHTS = "~ticks:* ~depth:* ~latest:* ~symbols:* ~instruments:*"
            + " +ping +select +client|setname +get +set +del +exists +expire +hget +hset +hdel +hlen +hvals"
            + " +sadd +zadd +zremrangebyscore +evalsha +script|load"
            + " +xgroup +xreadgroup +xack +xclaim +xinfo +xpending";

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
        exchange = SandboxExchange.start(
                SandboxOptions.defaults().withRate(Rate.total(300)).withLimited(false));
        certificate = TestCertificate.create(shared);
        try (ServerSocket socket = new ServerSocket(0)) {
            tlsPort = socket.getLocalPort();
        }
        redis = RedisServer.launch(
                "tls-port " + tlsPort,
                "tls-cert-file " + certificate.certificate(),
                "tls-key-file " + certificate.key(),
                "tls-auth-clients no",
                "user default off",
                "user admin on >admin-redis-password ~* +@all",
                "user connector on >connector-redis-password " + CONNECTOR_RIGHTS,
                "user receiver on >receiver-redis-password " + RECEIVER_RIGHTS);
    }

    @AfterAll
    static void close() throws IOException {
        exchange.close();
        redis.close();
    }

    @Test
    void recordsTicksOverTlsWithTheLeastRights() throws Exception {
        config("127.0.0.1").write(directory);
        try (JarProcess receiver = start("receiver", "--debug");
                JarProcess connector = start("connector", "--symbol", "NIFTY", "--login-now", "--debug")) {
            receiver.await("stored ticks", () -> storedTicks() > 1000);
            ExitCodes.assertDone(connector.terminate(), connector);
            receiver.await("the end of the stream", () -> storedTicks() == streamedTicks());
            ExitCodes.assertDone(receiver.terminate(), receiver);
            assertFalse(receiver.out().contains("NOPERM") || connector.out().contains("NOPERM"), receiver::toString);
            assertTrue(receiver.out().contains("In all: entries="), receiver::toString);
            assertFalse(receiver.out().contains("keys_refused="), receiver::toString);
        }
        assertEquals("*0", RedisLine.say(redis.port(), ADMIN, "ACL LOG"), "commands were denied");
        assertEquals(1, RedisLine.number(redis.port(), ADMIN, "EXISTS \"latest:NIFTY 50\""));
        Leaks.assertNone(directory, exchange.credentials(), "connector-redis-password", "receiver-redis-password");
    }

    @Test
    void refusesAServerThatItHasNoReasonToTrust() throws Exception {
        config("127.0.0.1").write(directory);
        try (JarProcess connector =
                JarProcess.start(directory, List.of(), Map.of(), "connector", "--symbol", "NIFTY", "--login-now")) {
            ExitCodes.assertEnds(4, connector, "connector", "certification path", "-Djavax.net.ssl.trustStore");
        }
    }

    @Test
    void refusesAServerOfAnotherName() throws Exception {
        config("localhost").write(directory);
        try (JarProcess receiver = start("receiver")) {
            ExitCodes.assertEnds(4, receiver, "receiver", "localhost", "redis.host");
        }
    }

    @Test
    void saysWhichRightIsMissing() throws Exception {
        config("127.0.0.1").with("redis.stream_name", "another:stream").write(directory);
        try (JarProcess receiver = start("receiver")) {
            ExitCodes.assertEnds(4, receiver, "receiver", "NOPERM", "ACL SETUSER");
        } finally {
            RedisLine.say(redis.port(), ADMIN, "ACL LOG RESET");
        }
    }

    private static ConfigFile config(String host) {
        return ConfigFile.of(exchange, host, tlsPort).with("redis.ssl", "true");
    }

    /** Each as its own user, whose name is in a file of its own beside the common configuration. */
    private JarProcess start(String program, String... arguments) throws IOException {
        String config = Files.readString(directory.resolve("config.yaml"))
                .replace("redis:\n", "redis:\n  username: '" + program + "'\n");
        Files.writeString(directory.resolve(program + ".yaml"), config);
        String[] all = new String[arguments.length + 2];
        all[0] = "--config";
        all[1] = program + ".yaml";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return JarProcess.start(
                directory,
                certificate.trustFlags(),
                Map.of("REDIS_PASSWORD", program + "-redis-password"),
                program,
                all);
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
