package dev.liquidity.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.demo.WatchCommand;
import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import redis.clients.jedis.Jedis;

/**
 * The demo's {@code watch}, with an exchange that is faster than the store; a thread of the test stands for connector
 * and receiver.
 */
class WatchTest {
    private static final long NIFTY = 256265;
    private static final long INFY = 408065;

    @TempDir
    Path directory;

    private SandboxExchange exchange;
    private RedisServer redis;
    private Path db;

    @BeforeEach
    void start() throws Exception {
        exchange = SandboxExchange.start(new SandboxOptions().rate(Rate.total(150_000)));
        redis = RedisServer.launch(0, directory.resolve("redis"));
        try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
            jedis.hset("latest:NIFTY 50", "last_price", "24711.35");
        }
        db = directory.resolve("ticks.db");
        execute(
                "PRAGMA journal_mode = WAL",
                "CREATE TABLE ticks (id INTEGER PRIMARY KEY)",
                "CREATE TABLE instruments (trade_date TEXT, name TEXT, expiry TEXT, instrument_type TEXT)",
                "CREATE TABLE rejected_entries (reason TEXT)");
        SandboxClient client = new SandboxClient(exchange);
        client.login();
        client.ticker().subscribe("full", NIFTY, INFY);
    }

    @AfterEach
    void stop() throws IOException {
        exchange.close();
        redis.close();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void holdsTheExchangeBackAndEndsOnceAllIsStored() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger resumed = new AtomicInteger();
        Thread store = new Thread(() -> storeOncePaused(done, resumed), "slow-store");
        store.start();
        PrintStream usual = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        int code;
        try {
            code = new CommandLine(new WatchCommand())
                    .execute(
                            "--control=" + exchange.controlUrl(),
                            "--redis=" + redis.host() + ":" + redis.port(),
                            "--db=" + db,
                            "--seconds=3",
                            "--pid=" + ProcessHandle.current().pid());
        } finally {
            System.setOut(usual);
            done.set(true);
            store.join();
        }
        String out = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(0, code, out);
        assertTrue(resumed.get() > 0, "the exchange was paused and went on; " + out);
        String last = out.lines().reduce((a, b) -> b).orElseThrow();
        assertTrue(last.matches(".*behind +0   NIFTY 50 24,711\\.35"), out);
        assertTrue(
                last.contains(String.format("sent %,10d   stored %,10d", exchange.sentTicks(), exchange.sentTicks())),
                out);
    }

    /** Nothing until the exchange is paused; then all that was sent. */
    private void storeOncePaused(AtomicBoolean done, AtomicInteger resumed) {
        long stored = 0;
        boolean wasPaused = false;
        try {
            while (!done.get()) {
                boolean running = exchange.flow().running();
                if (running && wasPaused) {
                    resumed.incrementAndGet();
                }
                wasPaused |= !running;
                long sent = exchange.sentTicks();
                if (wasPaused && sent > stored) {
                    execute("WITH RECURSIVE n(i) AS (SELECT " + (stored + 1)
                            + " UNION ALL SELECT i + 1 FROM n WHERE i < " + sent
                            + ") INSERT INTO ticks SELECT i FROM n");
                    stored = sent;
                }
                Thread.sleep(20);
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void endsWithOneWhenAProcessEnds() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        int code = new CommandLine(new WatchCommand())
                .execute(
                        "--control=" + exchange.controlUrl(),
                        "--redis=" + redis.host() + ":" + redis.port(),
                        "--db=" + db,
                        "--pid=" + gone.pid());
        assertEquals(1, code);
    }
}
