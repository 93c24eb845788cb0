package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both jars at TRACE through everything that involves a secret: none appears outside the files that keep it. */
class SecretsIT {
    private static final String REDIS_PASSWORD = "p&ss w0rd of redis";
    private static final boolean HAS_PROC = Files.isReadable(Path.of("/proc/self/cmdline"));
    private static final String AUTH = "AUTH \"" + REDIS_PASSWORD + "\"";

    @TempDir
    Path directory;

    private SandboxExchange exchange;
    private RedisServer redis;
    private ChildProcess receiver;
    private ChildProcess connector;

    @BeforeEach
    void open() throws IOException {
        exchange =
                SandboxExchange.start(new SandboxOptions().rate(Rate.total(300)).limited(false));
        redis = RedisServer.launch("requirepass \"" + REDIS_PASSWORD + "\"");
        Setup.config(exchange, redis.host(), redis.port())
                .set("redis.password", REDIS_PASSWORD)
                .writeInto(directory);
    }

    @AfterEach
    void close() throws IOException {
        for (ChildProcess process : new ChildProcess[] {connector, receiver}) {
            if (process != null) {
                process.close();
            }
        }
        exchange.close();
        redis.close();
    }

    @Test
    void keepsEverySecretThroughLoginDeadTokensAndRefusedPasswords() throws Exception {
        exchange.faults().badGateway(2);
        receiver = Jar.start(directory, "receiver", "--log-level", "TRACE");
        startConnector();
        awaitTicks(100);
        String token = keptToken();
        assertNotInCommandLine(connector, token);
        assertNotInCommandLine(receiver, token);
        assertRights();

        exchange.faults().text(0, "{\"type\":\"error\",\"data\":\"token " + token + " is no good\"}");
        connector.awaitOut("the server reports");
        exchange.faults().killTokens();
        exchange.faults().cut(0);
        connector.awaitOut("handshake refused with HTTP 403");
        connector.awaitOut("the last login is too recent");
        refuseThePassword();
        ExitCodes.assertDone(connector.terminate(), connector);

        startConnector();
        connector.awaitOut("the server no longer takes the kept session");
        awaitTicks(200);
        exchange.faults().refuseHandshakes(502, Duration.ofSeconds(1));
        exchange.faults().cut(0);
        connector.awaitOut("handshake refused with HTTP 502");
        ExitCodes.assertDone(connector.terminate(), connector);
        ExitCodes.assertDone(receiver.terminate(), receiver);

        assertRights();
        Leaks.assertNone(directory, exchange.credentials(), REDIS_PASSWORD, token, keptToken());
        assumeTrue(HAS_PROC, "without /proc the command lines can't be read; the other checks passed");
    }

    /** The password is changed under both, and back again. */
    private void refuseThePassword() throws IOException {
        RedisLine.say(redis.port(), AUTH, "CONFIG SET requirepass another-password");
        RedisLine.say(redis.port(), "AUTH another-password", "CLIENT KILL TYPE normal");
        connector.awaitOut("WRONGPASS");
        receiver.awaitOut("WRONGPASS");
        RedisLine.say(redis.port(), "AUTH another-password", "CONFIG SET requirepass \"" + REDIS_PASSWORD + "\"");
        connector.awaitOut("Redis is there again");
        receiver.awaitOut("again, after");
    }

    private void startConnector() throws IOException {
        connector = Jar.start(directory, "connector", "--symbol", "NIFTY", "--login-now", "--log-level", "TRACE");
    }

    private void awaitTicks(int more) {
        long before = RedisLine.number(redis.port(), AUTH, "XLEN ticks:raw");
        connector.await("ticks", () -> RedisLine.number(redis.port(), AUTH, "XLEN ticks:raw") > before + more);
    }

    private String keptToken() throws IOException {
        Matcher token = Pattern.compile("\"access_token\" *: *\"([^\"]+)\"")
                .matcher(Files.readString(directory.resolve("data/session.json")));
        assertTrue(token.find());
        return token.group(1);
    }

    /** Checks what {@code ps} shows to every user. */
    private void assertNotInCommandLine(ChildProcess process, String token) throws IOException {
        if (!HAS_PROC) {
            return;
        }
        String line = Files.readString(
                Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        assertTrue(line.contains("--log-level"), line);
        for (String secret : List.of(
                token,
                REDIS_PASSWORD,
                exchange.credentials().password(),
                exchange.credentials().apiSecret(),
                exchange.credentials().totpSecret())) {
            assertFalse(line.contains(secret), line);
        }
    }

    /** No other user may read the session or the journal. */
    private void assertRights() throws IOException {
        Path data = directory.resolve("data");
        assertEquals("rw-------", rights(data.resolve("session.json")));
        assertEquals("rwx------", rights(data.resolve("journal")));
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            List<Path> all = files.toList();
            assertTrue(all.size() >= 3, all::toString);
            for (Path file : all) {
                assertEquals("rw-------", rights(file), file::toString);
            }
        }
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
