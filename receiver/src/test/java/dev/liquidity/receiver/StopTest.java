package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.sandbox.support.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;

/** The receiver stops within 10 s whatever its neighbours do, and its next start stores what it left. */
class StopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @AutoClose
    private final TestRedis redis = new TestRedis();

    private Path file;
    private Database database;

    @BeforeEach
    void name() {
        file = directory.resolve("ticks.db");
        database = new Database(file);
    }

    @Test
    void acknowledgesAllThatItHasRead() throws Exception {
        add(1, 5000);
        try (RunningReceiver receiver = start()) {
            Await.until("some are stored", () -> database.count("ticks") > 0);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertEquals(0, redis.pending(TestRedis.STREAM));
        long stored = database.count("ticks");
        assertEquals(5000, stored + undelivered());
        assertTrue(stored > 0);
    }

    @Test
    void stopsInTimeWhileRedisIsFrozenAndIdle() throws Exception {
        try (RunningReceiver receiver = start()) {
            add(1, 10);
            Await.until("stored", () -> database.count("ticks") == 10);
            redis.freeze();
            assertStopsInTime(receiver);
        }
        redis.thaw();
        assertStoresAll(10);
    }

    @Test
    void stopsInTimeWhileRedisIsFrozenUnderLoadAndTheDatabaseIsLocked() throws Exception {
        add(1, 60_000);
        try (RunningReceiver receiver = start();
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            Await.until("some are stored", () -> database.count("ticks") > 0);
            Await.until("locked", () -> {
                statement.execute("BEGIN EXCLUSIVE");
                return true;
            });
            redis.freeze();
            assertStopsInTime(receiver);
            statement.execute("COMMIT");
        }
        redis.thaw();
        assertStoresAll(60_000);
    }

    private static void assertStopsInTime(RunningReceiver receiver) {
        long begin = System.nanoTime();
        assertEquals(ExitCode.DONE, receiver.stop());
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(taken.compareTo(PATIENCE) < 0, taken::toString);
    }

    private void assertStoresAll(int ticks) throws Exception {
        try (RunningReceiver receiver = start()) {
            redis.awaitAcknowledged();
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertEquals(ticks, database.count("ticks"));
        assertEquals(0, database.count("rejected_entries"));
    }

    private RunningReceiver start() {
        return RunningReceiver.start(RunningReceiver.settings(redis, file.toString()));
    }

    private void add(int from, int to) {
        redis.addAll(from, to, i -> Ticks.full("NIFTY 50", i).build());
    }

    private int undelivered() throws Exception {
        long last = Long.parseLong(database.value("SELECT max(id) FROM ticks"));
        String id = (last >> 21) + "-" + (last & 0x1fffff);
        return redis.list(Command.XRANGE, TestRedis.STREAM, "(" + id, "+").size();
    }
}
