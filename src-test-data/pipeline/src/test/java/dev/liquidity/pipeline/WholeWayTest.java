package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Role;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.connector.Connector;
import dev.liquidity.receiver.Receiver;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.audit.Audit;
import dev.liquidity.sandbox.audit.AuditReport;
import dev.liquidity.sandbox.audit.StreamAddress;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tick's whole way within one process: both programs between a sandbox exchange, a real redis-server and a file. */
class WholeWayTest {
    private static final Duration STOPPING = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void storesEveryTickThatTheExchangeSentOnce() throws Exception {
        Path ledger = directory.resolve("ledger");
        Path database = directory.resolve("ticks.db");
        SandboxOptions options = new SandboxOptions().rate(Rate.total(2_000)).ledger(ledger);
        try (RedisServer redis = RedisServer.launch();
                SandboxExchange exchange = SandboxExchange.start(options)) {
            Path config = writeConfig(exchange, redis, database);
            RunningProgram receiver = new RunningProgram(new Receiver(), config, Role.RECEIVER);
            RunningProgram connector = new RunningProgram(
                    new Connector(), config, Role.CONNECTOR, "--symbol", "NIFTY,BANKNIFTY", "--login-now");

            Await.until("some thousand rows", PATIENCE, () -> rows(database) > 5_000);
            exchange.flow().running(false);
            Await.until("all rows", PATIENCE, () -> rows(database) == exchange.sentTicks());
            assertEquals(ExitCode.DONE, connector.stop(STOPPING));
            assertEquals(ExitCode.DONE, receiver.stop(STOPPING));

            exchange.flushLedger();
            AuditReport report = Audit.run(
                    ledger,
                    List.of(database),
                    new StreamAddress(redis.host(), redis.port(), 0, null, null, "ticks:raw"));
            assertTrue(report.holds(), () -> report.text(20));
        }
    }

    private Path writeConfig(SandboxExchange exchange, RedisServer redis, Path database) throws IOException {
        Path config = directory.resolve("config.yaml");
        ConfigFile.of(exchange.endpoints())
                .redis(redis.host(), redis.port())
                .set("zerodha.session_file", directory.resolve("session.json"))
                .set("connector.journal_dir", directory.resolve("journal"))
                .set("persistence.db_path", database)
                .set("persistence.dump_interval_seconds", 1)
                .write(config);
        return config;
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
}
