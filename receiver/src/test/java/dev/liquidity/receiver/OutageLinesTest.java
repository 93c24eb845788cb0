package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.liquidity.sandbox.support.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** An outage of Redis is two lines of the log, though five threads lose their connections. */
class OutageLinesTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.liquidity");
    private static final int RESTARTS = 3;

    @TempDir
    Path directory;

    private final TestRedis redis = new TestRedis();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void close() {
        LOGGER.detachAppender(log);
        redis.close();
    }

    @Test
    void logsOneLineWhenRedisGoesAndOneWhenItIsBack() throws Exception {
        Database database = new Database(directory.resolve("ticks.db"));
        try (RunningReceiver receiver = RunningReceiver.start(
                RunningReceiver.settings(redis, directory.resolve("ticks.db").toString()))) {
            for (int restart = 0; restart <= RESTARTS; restart++) {
                int expected = restart;
                if (restart > 0) {
                    redis.stop();
                    Await.until("noticed", () -> lines().size() == 2 * expected - 1);
                    // Every thread has something to do with Redis in this time.
                    Await.elapsed(Duration.ofSeconds(1));
                    redis.start();
                }
                redis.addAll(
                        100 * restart + 1,
                        100 * restart + 100,
                        i -> Ticks.full("NIFTY 50", i).build());
                Await.until("stored", () -> database.count("ticks") == 100 * (expected + 1));
                redis.awaitAcknowledged();
                Await.until("back", () -> lines().size() == 2 * expected);
                // A thread that finds its old connection cut only now must not log another outage.
                Await.elapsed(Duration.ofSeconds(1));
            }
            assertTrue(receiver.isRunning());
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < RESTARTS; i++) {
            expected.add("WARN Redis can't be used");
            expected.add("INFO Redis is there again");
        }
        assertEquals(expected, lines());
    }

    /** The lines about Redis from INFO on, up to what differs from one to the next. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            String message = event.getFormattedMessage();
            if (event.getLevel().isGreaterOrEqual(Level.INFO) && message.startsWith("Redis")) {
                lines.add(event.getLevel() + " " + message.replaceFirst("[;,].*", ""));
            }
        }
        return lines;
    }
}
