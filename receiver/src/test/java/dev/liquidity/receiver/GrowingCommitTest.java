package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.sandbox.support.Await;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;

/**
 * A transaction takes a first lot of 20,000 ticks, stays open as more are waiting, and fails in a later lot. Its ticks
 * are no longer in memory, and are read from Redis again.
 */
@Isolated("it reads lines of the log that every receiver writes")
class GrowingCommitTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.liquidity");

    private static final int LOT = 20_000;

    /** A lot more than the receiver holds at once: a lot, two queues, and what is written to the Redis keys. */
    private static final int TICKS = 120_000;

    /** In the second lot. */
    private static final String UNLUCKY = "1763786701000-30000";

    @TempDir
    Path directory;

    private final TestRedis redis = new TestRedis();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Path file;
    private Database database;
    private Connection other;

    @BeforeEach
    void listen() {
        file = directory.resolve("ticks.db");
        database = new Database(file);
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void close() throws SQLException {
        LOGGER.detachAppender(log);
        if (other != null) {
            other.close();
        }
        redis.close();
    }

    @Test
    void storesTheTicksAroundARefusedOneOfALaterLot() throws Exception {
        try (RunningReceiver receiver = start(Duration.ofMinutes(1))) {
            fillItsQueues(receiver, "SELECT RAISE(ABORT, 'unlucky')");
            sql("ROLLBACK");
            stopWhenAllIsReadAgain(receiver);
        }
        storeWhatIsLeft();

        assertEquals(TICKS, database.count("ticks"));
        assertEquals(10 * TICKS, database.count("tick_depths"));
        assertEquals(UNLUCKY, database.value("SELECT stream_id FROM rejected_entries"));
        assertEquals(1, inAll("conflicts"));
        assertCountsEachTickOnce(TICKS);
    }

    @Test
    void storesAllOnceWhenTheDiskIsFullInALaterLot() throws Exception {
        try (RunningReceiver receiver = start(Duration.ofMinutes(1))) {
            // SQLite says the same of a table that has used up its row IDs as of a disk.
            fillItsQueues(receiver, "INSERT INTO disk VALUES (NULL)");
            sql("ROLLBACK");
            Await.until("the receiver has the lock", () -> !isUnlocked());
            Await.until("it has rolled back", this::isUnlocked);
            assertEquals(1, database.count("ticks"));
            sql("PRAGMA busy_timeout = 10000");
            sql("DROP TRIGGER unlucky");
            stopWhenAllIsReadAgain(receiver);
        }
        storeWhatIsLeft();

        assertEquals(TICKS + 1, database.count("ticks"));
        assertEquals(0, database.count("rejected_entries"));
        assertEquals(0, inAll("conflicts"));
        assertCountsEachTickOnce(TICKS + 1);
    }

    /**
     * Locks the database until the receiver's queues are full of ticks, of which one will meet a trigger. The
     * instruments that it copies meanwhile are in the first lot or the second.
     */
    private void fillItsQueues(RunningReceiver receiver, String trigger) throws Exception {
        redis.add("7-0", Ticks.full("NIFTY 50").build());
        // Its commit begins the interval, so that the next ones are not due.
        redis.awaitAcknowledged();
        other = DriverManager.getConnection("jdbc:sqlite:" + file);
        sql("CREATE TABLE disk (id INTEGER PRIMARY KEY AUTOINCREMENT)");
        sql("INSERT INTO disk VALUES (" + Long.MAX_VALUE + ")");
        sql("CREATE TRIGGER unlucky BEFORE INSERT ON ticks WHEN NEW.id = "
                + StreamId.parse(UNLUCKY).pack() + " BEGIN " + trigger + "; END");
        sql("PRAGMA busy_timeout = 0");
        sql("BEGIN IMMEDIATE");
        Instrument instrument = new Instrument(
                256265, "NSE", "NIFTY 50", "NIFTY 50", null, BigDecimal.ZERO, BigDecimal.ZERO, 1, "EQ", "INDICES");
        redis.call(Command.HSET, Keys.instruments("2026-11-22"), "256265", InstrumentJson.write(instrument));
        redis.addAll(1, TICKS, i -> Ticks.full("NIFTY 50", i).build());
        long[] pendingAndLooks = new long[2];
        Await.until("its queues are full", () -> {
            long pending = redis.pending(TestRedis.STREAM);
            pendingAndLooks[1] = pending == pendingAndLooks[0] ? pendingAndLooks[1] + 1 : 0;
            pendingAndLooks[0] = pending;
            return pending > 2 * LOT && pendingAndLooks[1] > 50;
        });
        // From then on it looks at its queue again with each attempt.
        Await.until("it has tried to begin", () -> messages().anyMatch(line -> line.contains("does not take")));
        assertTrue(receiver.isRunning());
    }

    private void stopWhenAllIsReadAgain(RunningReceiver receiver) throws Exception {
        // Less than a lot of the last ones wait for the end of the interval.
        String others = "ticks WHERE id <= "
                + StreamId.parse("1763786701000-" + 2 * LOT).pack() + " AND id <> "
                + StreamId.parse(UNLUCKY).pack();
        Await.until("read again and stored", () -> database.count(others) == 2 * LOT);
        assertEquals(1, database.count("instruments"));
        assertEquals(ExitCode.DONE, receiver.stop());
    }

    private void storeWhatIsLeft() {
        try (RunningReceiver receiver = start(Duration.ofMillis(100))) {
            redis.awaitAcknowledged();
            assertEquals(ExitCode.DONE, receiver.stop());
        }
    }

    private void assertCountsEachTickOnce(int stored) {
        assertEquals(stored, inAll("stored"));
        assertEquals(0, inAll("redelivered"));
        assertEquals(TICKS + 1, inAll("acknowledged"));
        assertTrue(inAll("entries") >= TICKS + 1 + LOT, () -> "no lot was read again: " + inAll("entries"));
    }

    /** The sum of a counter over the runs. */
    private long inAll(String counter) {
        Pattern line = Pattern.compile(".*In all: .*\\b" + counter + "=(\\d+).*");
        return messages()
                .map(line::matcher)
                .filter(Matcher::matches)
                .mapToLong(value -> Long.parseLong(value.group(1)))
                .sum();
    }

    private Stream<String> messages() {
        return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage);
    }

    private boolean isUnlocked() {
        try {
            sql("BEGIN IMMEDIATE");
            sql("ROLLBACK");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private void sql(String text) throws SQLException {
        try (Statement statement = other.createStatement()) {
            statement.execute(text);
        }
    }

    private RunningReceiver start(Duration commit) {
        return RunningReceiver.start(RunningReceiver.settings(
                redis.settings("receiver_1"),
                RunningReceiver.persistence(file.toString(), commit, Duration.ofDays(1), Duration.ofMinutes(15))));
    }
}
