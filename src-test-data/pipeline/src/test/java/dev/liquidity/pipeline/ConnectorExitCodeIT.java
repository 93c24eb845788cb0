package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every exit code of connector.jar. */
@Order(1)
class ConnectorExitCodeIT {
    private static final String CONNECTOR = "connector";

    private static SandboxExchange exchange;
    private static RedisServer redis;

    @TempDir
    Path directory;

    private ConfigFile config;
    private ChildProcess run;

    @BeforeAll
    static void open() throws IOException {
        redis = RedisServer.launch();
        exchange =
                SandboxExchange.start(new SandboxOptions().rate(Rate.total(300)).limited(false));
    }

    @AfterAll
    static void close() throws IOException {
        exchange.close();
        redis.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        RedisLine.say(redis.port(), "FLUSHALL");
        config = Setup.config(exchange, redis.host(), redis.port());
    }

    @AfterEach
    void endWithoutALeak() throws IOException {
        exchange.faults().clear();
        if (run != null) {
            run.close();
        }
        ExitCodes.assertNoSecret(directory);
    }

    @Test
    void is0ForHelpAndVersion() throws IOException {
        run = Jar.start(directory, CONNECTOR, "--help");
        ExitCodes.assertDone(run.awaitExit(), run);
        for (String flag :
                List.of("--symbol", "--init", "--config", "--login-now", "--dry-run", "--debug", "--log-level")) {
            assertTrue(run.out().contains(flag), run::toString);
        }
        run = Jar.start(directory, CONNECTOR, "--version");
        ExitCodes.assertDone(run.awaitExit(), run);
        assertTrue(run.out().matches("connector \\d.*\\R"), run::toString);
    }

    @Test
    void is0ForADryRun() throws IOException {
        start("--symbol", "NIFTY", "--dry-run");

        ExitCodes.assertDone(run.awaitExit(), run);
        assertTrue(run.out().contains("NIFTY"), run::toString);
    }

    @Test
    void is0ForADryRunWithTheAccountInTheLocalFile() throws IOException {
        Path local = Files.writeString(directory.resolve("config.local.yaml"), config.toString());
        config.set("zerodha.password", "YOUR_PASSWORD").set("zerodha.totp_secret", "${TOTP}");
        start("--sym", "NIFTY", "--dry");

        ExitCodes.assertDone(run.awaitExit(), run);
        Files.delete(local);
        start("--symbol", "NIFTY", "--dry-run");
        assertEquals(2, run.awaitExit(), run::toString);
        assertTrue(run.err().contains("config.yaml: 2 faults\n  zerodha.password: still holds"), run::toString);
    }

    @Test
    void is0AfterASignalDuringASession() throws IOException {
        start("--symbol", "NIFTY", "--login-now");
        run.await("ticks in the stream", () -> RedisLine.number(redis.port(), "XLEN ticks:raw") > 100);

        ExitCodes.assertDone(run.terminate(), run);
    }

    @Test
    void is0AfterASignalWhileItWaitsForASession() throws IOException {
        config.set("connector.login_time", "23:58").set("connector.session_end", "23:59");
        start("--symbol", "NIFTY");
        run.awaitOut(" 23:58 IST, in ");

        ExitCodes.assertDone(run.terminate(), run);
    }

    @Test
    void is1ForAFaultThatIsNotTheUsers() throws IOException {
        config.writeInto(directory);
        run = Jar.start(directory, List.of("-XX:MaxDirectMemorySize=64k"), Map.of(), CONNECTOR, "--symbol", "NIFTY");

        ExitCodes.assertEnds(1, run, CONNECTOR, "unexpected OutOfMemoryError", "app-connector.log");
        assertTrue(
                Files.readString(directory.resolve("logs/app-connector.log")).contains("\tat "), "no trace in the log");
    }

    @Test
    void is2ForAFlagThatItDoesNotKnow() throws IOException {
        run = Jar.start(directory, CONNECTOR, "--symbol", "NIFTY", "--loginnow");
        ExitCodes.assertEnds(2, run, CONNECTOR, "--loginnow", "did you mean --login-now?");
    }

    @Test
    void is2WithoutASymbol() throws IOException {
        start("--login-now");
        ExitCodes.assertEnds(2, run, CONNECTOR, "--symbol");
    }

    @Test
    void is2ForAllFaultsOfTheConfigurationAtOnce() throws IOException {
        config.set("connector.num_sockets", "0")
                .set("connector.login_time", "eight")
                .set("redis.prot", "6379")
                .set("zerodha.api_url", "http://example.com");
        start("--symbol", "NIFTY");

        assertEquals(2, run.awaitExit(), run::toString);
        List<String> lines = run.err().lines().toList();
        assertEquals(5, lines.size(), run::toString);
        assertTrue(lines.get(0).matches("connector: .*config.yaml: 4 faults"), run::toString);
        for (String path : List.of("connector.num_sockets", "connector.login_time", "redis.prot", "zerodha.api_url")) {
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("  " + path + ": ")), run::toString);
        }
        assertTrue(run.err().contains("did you mean port?"), run::toString);
    }

    @Test
    void is2WhenTheAccountIsMissing() throws IOException {
        run = Jar.start(directory, CONNECTOR, "--symbol", "NIFTY");

        assertEquals(2, run.awaitExit(), run::toString);
        for (String variable : List.of("API_KEY", "API_SECRET", "USER_ID", "PASSWORD", "TOTP_SECRET")) {
            assertTrue(run.err().contains("ZERODHA_" + variable), run::toString);
        }
    }

    @Test
    void is2ForAnUnknownSymbolWithTheNearest() throws IOException {
        start("--symbol", "NIFTTY", "--dry-run");
        ExitCodes.assertEnds(2, run, CONNECTOR, "NIFTTY", "NIFTY");
    }

    /** Later, the others are recorded without it. */
    @Test
    void is2ForAnUnknownSymbolAtAFirstStart() throws IOException {
        start("--symbol", "NIFTY,BANKNIFTTY", "--login-now");
        ExitCodes.assertEnds(2, run, CONNECTOR, "BANKNIFTTY (did you mean BANKNIFTY");

        start("--symbol", "NIFTY", "--login-now");
        run.await("ticks in the stream", () -> RedisLine.number(redis.port(), "XLEN ticks:raw") > 0);
        ExitCodes.assertDone(run.terminate(), run);

        start("--symbol", "NIFTY,BANKNIFTTY", "--login-now");
        run.awaitOut("(NIFTY ");
        ExitCodes.assertDone(run.terminate(), run);
        assertTrue(run.out().contains("Unknown symbol on NFO, NSE: BANKNIFTTY (did you mean BANKNIFTY"), run::toString);
    }

    @Test
    void is2ForMoreInstrumentsThanAKeyMayHave() throws IOException {
        config.set("connector.num_sockets", "1")
                .set("instruments.expiry_filter", "{weekly_expiries: 50, monthly_expiries: 50}");
        start("--symbol", "NIFTY,BANKNIFTY,FINNIFTY", "--dry-run");
        ExitCodes.assertEnds(
                2, run, CONNECTOR, "NIFTY ", " + BANKNIFTY ", "are more than 1 x 3,000 = 3,000", "narrow instruments.");
    }

    @Test
    void is2WhenItIsStartedTwice() throws IOException {
        start("--symbol", "NIFTY", "--login-now");
        run.await("ticks in the stream", () -> RedisLine.number(redis.port(), "XLEN ticks:raw") > 0);
        try (ChildProcess second = Jar.start(directory, CONNECTOR, "--symbol", "NIFTY", "--login-now")) {
            ExitCodes.assertEnds(2, second, CONNECTOR, "logging.log_file", "another connector writes to");
        }
        ExitCodes.assertDone(run.terminate(), run);
    }

    @Test
    void is3ForAWrongPassword() throws IOException {
        config.set("zerodha.password", "not-the-password");
        start("--symbol", "NIFTY", "--dry-run");
        ExitCodes.assertEnds(3, run, CONNECTOR, "login refused", "zerodha.password");
        ExitCodes.assertNoSecret(directory, "not-the-password");
    }

    @Test
    void is3ForAWrongApiSecret() throws IOException {
        config.set("zerodha.api_secret", "not-the-secret-of-the-app");
        start("--symbol", "NIFTY", "--dry-run");
        ExitCodes.assertEnds(3, run, CONNECTOR, "login refused", "zerodha.api_secret");
        ExitCodes.assertNoSecret(directory, "not-the-secret-of-the-app");
    }

    @Test
    void is3ForAnAppThatWasNeverAuthorised() throws IOException {
        exchange.faults().authorised(false);
        start("--symbol", "NIFTY", "--dry-run");
        ExitCodes.assertEnds(3, run, CONNECTOR, "never authorised", "/connect/login");
    }

    @Test
    void is4WhenNoRedisAnswers() throws IOException {
        int port = Ports.free();
        config.set("redis.port", port);
        start("--symbol", "NIFTY", "--login-now");
        ExitCodes.assertEnds(4, run, CONNECTOR, "127.0.0.1:" + port, "can't be reached");
    }

    @Test
    void is4ForAWrongRedisPassword() throws IOException {
        try (RedisServer guarded = RedisServer.launch("requirepass right-redis-password")) {
            config.set("redis.port", guarded.port()).set("redis.password", "wrong-redis-password");
            start("--symbol", "NIFTY", "--login-now");
            ExitCodes.assertEnds(4, run, CONNECTOR, "WRONGPASS", "redis.password");
            ExitCodes.assertNoSecret(directory, "wrong-redis-password");
        }
    }

    @Test
    void is4ForAStreamKeyOfAnotherType() throws IOException {
        RedisLine.say(redis.port(), "SET ticks:raw something");
        start("--symbol", "NIFTY", "--login-now");
        ExitCodes.assertEnds(4, run, CONNECTOR, "WRONGTYPE", "redis.stream_name");
    }

    @Test
    void is4ForASecondConnectorOnTheStream(@TempDir Path elsewhere) throws IOException {
        start("--symbol", "NIFTY", "--login-now");
        run.await("ticks in the stream", () -> RedisLine.number(redis.port(), "XLEN ticks:raw") > 0);
        config.writeInto(elsewhere);
        try (ChildProcess second = Jar.start(elsewhere, CONNECTOR, "--symbol", "NIFTY", "--login-now")) {
            ExitCodes.assertEnds(4, second, CONNECTOR, "another connector writes the stream ticks:raw");
        }
        ExitCodes.assertNoSecret(elsewhere);
        ExitCodes.assertDone(run.terminate(), run);
    }

    @Test
    void is5WhenNothingPassesTheFilters() throws IOException {
        config.set("instruments.instrument_types", "[CE, PE]")
                .set("instruments.include_underlying", "false")
                .set("instruments.strike_range_pct", "0.0001");
        start("--symbol", "NIFTY", "--dry-run");
        ExitCodes.assertEnds(5, run, CONNECTOR, "NIFTY");
    }

    private void start(String... arguments) throws IOException {
        config.writeInto(directory);
        run = Jar.start(directory, CONNECTOR, arguments);
    }
}
