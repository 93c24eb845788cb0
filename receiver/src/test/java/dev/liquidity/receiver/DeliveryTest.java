package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.Keys;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import redis.clients.jedis.Protocol.Command;

@Execution(ExecutionMode.CONCURRENT)
class DeliveryTest {
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
    void storesWhatAnEarlierRunLeftPendingAndThenWhatIsNew() throws Exception {
        add(1, 2500);
        createGroup();
        readWithoutAcknowledging("receiver_1", 2100);

        try (RunningReceiver receiver = start()) {
            redis.awaitAcknowledged();
            assertEquals(2500, database.count("ticks"));
            assertEquals(ExitCode.DONE, receiver.stop());
        }
    }

    @Test
    void storesOnceWhatIsDeliveredAgainAfterACommitWithoutAcknowledgement() throws Exception {
        add(1, 100);
        try (RunningReceiver receiver = start()) {
            redis.awaitAcknowledged();
            receiver.stop();
        }
        long members = redis.number(Command.ZCARD, Keys.ticks("NIFTY 50", "2026-11-22"));
        long books = redis.number(Command.ZCARD, Keys.depth("NIFTY 50", "2026-11-22"));
        // A kill between commit and acknowledgement leaves stored rows and pending entries.
        redis.call(Command.XGROUP, "SETID", TestRedis.STREAM, TestRedis.GROUP, "0");
        readWithoutAcknowledging("receiver_1", 60);

        try (RunningReceiver receiver = start()) {
            redis.awaitAcknowledged();
            receiver.stop();
        }
        assertEquals(100, database.count("ticks"));
        assertEquals(1000, database.count("tick_depths"));
        assertEquals(0, database.count("rejected_entries"));
        assertEquals(100, members);
        assertEquals(members, redis.number(Command.ZCARD, Keys.ticks("NIFTY 50", "2026-11-22")));
        assertEquals(books, redis.number(Command.ZCARD, Keys.depth("NIFTY 50", "2026-11-22")));
    }

    @Test
    void takesOverWhatADeadConsumerLeft() throws Exception {
        add(1, 1500);
        createGroup();
        readWithoutAcknowledging("killed", 1200);

        try (RunningReceiver receiver = start()) {
            redis.awaitAcknowledged();
            assertEquals(1500, database.count("ticks"));
            assertTrue(receiver.isRunning());
        }
    }

    @Test
    void leavesALiveConsumerItsEntries() throws Exception {
        add(1, 5);
        createGroup();
        readWithoutAcknowledging("slow", 5);
        String alive = Keys.alive(TestRedis.STREAM, TestRedis.GROUP, "slow");
        redis.call(Command.SET, alive, "1", "PX", 2500);

        try (RunningReceiver receiver = start()) {
            Await.until("taken over once it is dead", () -> {
                boolean taken = redis.pending(TestRedis.STREAM) == 0;
                boolean isDead = redis.number(Command.EXISTS, alive) == 0;
                assertTrue(isDead || !taken, "taken from a live consumer");
                return taken;
            });
            assertEquals(5, database.count("ticks"));
            assertTrue(receiver.isRunning());
        }
    }

    @Test
    void holdsItsKeyOfLifeOnlyWhileItRuns() {
        String alive = Keys.alive(TestRedis.STREAM, TestRedis.GROUP, "receiver_1");
        try (RunningReceiver receiver = start()) {
            Await.until("alive", () -> redis.number(Command.EXISTS, alive) == 1);
            receiver.stop();
        }
        assertEquals(0, redis.number(Command.EXISTS, alive));
    }

    @Test
    void goesOnAfterRedisLostEverything() throws Exception {
        try (RunningReceiver receiver = start()) {
            add(1, 50);
            redis.awaitAcknowledged();
            redis.call(Command.FLUSHALL);
            add(1, 80);
            Await.until("stored", () -> database.count("ticks") == 80);
            redis.awaitAcknowledged();
            assertEquals(80, redis.number(Command.ZCARD, Keys.ticks("NIFTY 50", "2026-11-22")));
            assertEquals(1, redis.number(Command.SCARD, Keys.symbols("2026-11-22")));
            assertTrue(receiver.isRunning());
        }
        assertEquals(0, database.count("rejected_entries"));
    }

    @Test
    void goesOnAfterARestartOfRedis() throws Exception {
        try (RunningReceiver receiver = start()) {
            add(1, 50);
            redis.awaitAcknowledged();
            redis.stop();
            redis.start();
            add(51, 120);
            Await.until("stored", () -> database.count("ticks") == 120);
            redis.awaitAcknowledged();
            assertTrue(receiver.isRunning());
        }
    }

    @Test
    void goesOnAfterItsConnectionsAreKilled() throws Exception {
        try (RunningReceiver receiver = start()) {
            add(1, 10);
            redis.awaitAcknowledged();
            for (int round = 0; round < 5; round++) {
                add(11 + 200 * round, 210 + 200 * round);
                redis.call(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
                long wanted = 210 + 200 * round;
                Await.until("stored", () -> database.count("ticks") == wanted);
            }
            redis.awaitAcknowledged();
            assertTrue(receiver.isRunning());
        }
        assertEquals(0, database.count("rejected_entries"));
    }

    @Test
    void waitsForALockedStoreWithoutAcknowledging() throws Exception {
        try (RunningReceiver receiver = start()) {
            add(1, 10);
            redis.awaitAcknowledged();
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                add(11, 60_000);
                // The receiver holds at most what one commit takes, and two full queues.
                Await.until("reading pauses", () -> {
                    long pending = redis.pending(TestRedis.STREAM);
                    assertTrue(pending < 50_000, "reading goes on: " + pending);
                    return pending > 3_000 && pending == laterPending(pending);
                });
                statement.execute("ROLLBACK");
            }
            Await.until("stored", Duration.ofSeconds(30), () -> database.count("ticks") == 60_000);
            redis.awaitAcknowledged();
            assertTrue(receiver.isRunning());
        }
    }

    private long laterPending(long before) throws Exception {
        for (int i = 0; i < 50; i++) {
            if (redis.pending(TestRedis.STREAM) != before) {
                return -1;
            }
            Thread.sleep(10);
        }
        return before;
    }

    @Test
    void recordsPendingEntriesThatAreTrimmedAway() throws Exception {
        add(1, 20);
        createGroup();
        readWithoutAcknowledging("receiver_1", 20);
        redis.call(Command.XTRIM, TestRedis.STREAM, "MAXLEN", "=", 5);

        try (RunningReceiver receiver = start()) {
            redis.awaitAcknowledged();
            assertEquals(5, database.count("ticks"));
            assertEquals(
                    "15|trimmed from the stream before it was read",
                    database.value("SELECT count(*), reason FROM rejected_entries GROUP BY reason"));
            assertTrue(receiver.isRunning());
        }
    }

    @Test
    void sharesAGroupWithASecondReceiver() throws Exception {
        try (RunningReceiver one = start();
                RunningReceiver two =
                        RunningReceiver.start(RunningReceiver.settings(redis, "receiver_2", file.toString()))) {
            add(1, 10_000);
            Await.until("stored", Duration.ofSeconds(30), () -> database.count("ticks") == 10_000);
            redis.awaitAcknowledged();
            assertTrue(one.isRunning() && two.isRunning());
        }
        assertEquals(0, database.count("rejected_entries"));
    }

    @Test
    void endsTheSecondOfTwoReceiversUnderOneName() throws Exception {
        try (RunningReceiver one = start()) {
            add(1, 10);
            redis.awaitAcknowledged();
            try (RunningReceiver two = start()) {
                UserException failure = assertThrows(UserException.class, two::await);
                assertEquals(ExitCode.REDIS, failure.exitCode());
                assertTrue(failure.getMessage().contains("receiver_1"), failure.getMessage());
            }
            add(11, 20);
            redis.awaitAcknowledged();
            assertTrue(one.isRunning());
        }
        assertEquals(20, database.count("ticks"));
    }

    private RunningReceiver start() {
        return RunningReceiver.start(RunningReceiver.settings(redis, file.toString()));
    }

    private void add(int from, int to) {
        redis.addAll(from, to, i -> Ticks.full("NIFTY 50", i).build());
    }

    private void createGroup() {
        redis.call(Command.XGROUP, "CREATE", TestRedis.STREAM, TestRedis.GROUP, "0", "MKSTREAM");
    }

    private void readWithoutAcknowledging(String consumer, int count) {
        redis.call(
                Command.XREADGROUP,
                "GROUP",
                TestRedis.GROUP,
                consumer,
                "COUNT",
                count,
                "STREAMS",
                TestRedis.STREAM,
                ">");
        assertEquals(count, redis.pending(TestRedis.STREAM));
    }
}
