package dev.liquidity.receiver.consume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamWriter;
import dev.liquidity.receiver.TestRedis;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

class WriterWatchTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(WriterWatch.class);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final TestRedis redis = new TestRedis();
    private final Settings.Redis settings = redis.settings("receiver_1");
    private final Connection connection = RedisConnections.open(settings, "test");
    private long entries;

    /** A Thursday. */
    private Instant now = Instant.parse("2026-11-26T05:00:00Z");

    private final WriterWatch watch =
            new WriterWatch(settings, new MarketHours(CalendarFile.builtIn()), () -> now, () -> entries);

    @BeforeEach
    void listen() {
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void close() {
        LOGGER.detachAppender(log);
        RedisConnections.close(connection);
        redis.close();
    }

    @Test
    void namesBothGroupsOnceAndAgainAfterTheyWereTheSame() {
        for (String group : List.of(TestRedis.GROUP, "ticks", "ticks", TestRedis.GROUP, "ticks", "", "other group")) {
            write(new StreamWriter("owner", "process 7 on vm1", group));
            watch.look(connection);
        }
        assertEquals(3, log.list.size());
        assertEquals(
                "The connector that writes the stream ticks:raw waits for the group ticks, but this receiver is of"
                        + " tick_processors: give both the same redis.consumer_group (process 7 on vm1)",
                log.list.get(0).getFormattedMessage());
        assertTrue(log.list.get(2).getFormattedMessage().contains("the group other group, but"));
        assertEquals(List.of(Notice.TELL), log.list.get(0).getMarkerList());
    }

    @Test
    void saysOnceThatNobodyWritesWhileTheMarketIsOpen() {
        assertEquals(0, warningsIn(60));
        assertEquals(1, warningsIn(600));
        assertTrue(log.list.get(0).getFormattedMessage().startsWith("No connector writes the stream ticks:raw of"));
        write(new StreamWriter("owner", "", TestRedis.GROUP));
        assertEquals(1, warningsIn(600));
        redis.call(Command.DEL, Keys.writer(TestRedis.STREAM));
        assertEquals(2, warningsIn(64));
    }

    @Test
    void takesEntriesOfAProgramWithoutALeaseForAWriter() {
        for (int i = 0; i < 100; i++) {
            entries++;
            assertEquals(0, warningsIn(50));
        }
    }

    @Test
    void saysNothingWhenTheMarketIsClosed() {
        now = Instant.parse("2026-11-26T10:30:00Z");
        assertEquals(0, warningsIn(17 * 3600));
        // At 09:15 it opens.
        now = Instant.parse("2026-11-27T03:44:58Z");
        assertEquals(0, warningsIn(60));
        assertEquals(1, warningsIn(6));
    }

    private int warningsIn(int seconds) {
        for (int second = 0; second < seconds; second += 3) {
            watch.look(connection);
            now = now.plusSeconds(3);
        }
        return log.list.size();
    }

    private void write(StreamWriter writer) {
        redis.call(Command.SET, Keys.writer(TestRedis.STREAM), writer.encode());
    }
}
