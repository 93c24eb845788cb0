package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.connector.Connector;
import dev.liquidity.receiver.Receiver;
import dev.liquidity.sandbox.Credentials;
import dev.liquidity.sandbox.RedisServer;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.audit.Audit;
import dev.liquidity.sandbox.audit.AuditReport;
import dev.liquidity.sandbox.audit.StreamAddress;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole way of a tick within one process: both programs' own wiring between a sandbox exchange, a real redis-server and a file. */
class WholeWayTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

    @TempDir
    private Path directory;

    @Test
    void storesEveryTickThatTheExchangeSentOnce() throws Exception {
        Path ledger = directory.resolve("ledger");
        Path database = directory.resolve("ticks.db");
        SandboxOptions options =
                SandboxOptions.defaults().withRate(Rate.total(2_000)).withLedger(ledger);
        try (RedisServer redis = RedisServer.launch();
                SandboxExchange exchange = SandboxExchange.start(options)) {
            Path config = writeConfig(exchange, redis, database);
            Running receiver = new Running(new Receiver(), config, Role.RECEIVER);
            Running connector =
                    new Running(new Connector(), config, Role.CONNECTOR, "--symbol", "NIFTY,BANKNIFTY", "--login-now");

            await("some thousand rows", () -> rows(database) > 5_000);
            exchange.flow().running(false);
            await("all rows", () -> rows(database) == exchange.sentTicks());
            assertEquals(ExitCode.DONE, connector.stop());
            assertEquals(ExitCode.DONE, receiver.stop());

            exchange.flushLedger();
            AuditReport report = Audit.run(
                    ledger,
                    List.of(database),
                    new StreamAddress(redis.host(), redis.port(), 0, null, null, "ticks:raw"));
            assertTrue(report.holds(), () -> report.text(20));
        }
    }

    /** A program on a thread of its own, as its main method would run it. */
    private static final class Running {
        private final StopSignal stop = new StopSignal();
        private final CompletableFuture<ExitCode> end;

        Running(Program program, Path config, Role role, String... flags) {
            new CommandLine(program).parseArgs(flags);
            end = CompletableFuture.supplyAsync(() -> {
                try {
                    return program.run(SettingsReader.read(config, true, Map.of(), Map.of(), role), stop);
                } catch (Exception e) {
                    throw new IllegalStateException(program.name() + " failed", e);
                }
            });
        }

        ExitCode stop() throws Exception {
            stop.request();
            return end.get(15, TimeUnit.SECONDS);
        }
    }

    private Path writeConfig(SandboxExchange exchange, RedisServer redis, Path database) throws IOException {
        Credentials account = exchange.credentials();
        return Files.writeString(directory.resolve("config.yaml"), """
                zerodha: {api_key: "%s", api_secret: "%s", user_id: "%s", password: "%s", totp_secret: "%s",
                  login_url: "%s", api_url: "%s", ticker_url: "%s", session_file: "%s"}
                redis: {host: "%s", port: %d}
                connector: {journal_dir: "%s"}
                persistence: {db_path: "%s", dump_interval_seconds: 1}
                """.formatted(
                        account.apiKey(),
                        account.apiSecret(),
                        account.userId(),
                        account.password(),
                        account.totpSecret(),
                        exchange.loginUrl(),
                        exchange.apiUrl(),
                        exchange.tickerUrl(),
                        directory.resolve("session.json"),
                        redis.host(),
                        redis.port(),
                        directory.resolve("journal"),
                        database));
    }

    private static long rows(Path database) throws SQLException {
        if (!Files.exists(database)) {
            return 0;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            boolean isLaidOut = number(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'ticks'") == 1;
            return isLaidOut ? number(connection, "SELECT count(*) FROM ticks") : 0;
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.getLong(1);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for " + what);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
