package dev.liquidity.common.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.liquidity.common.runtime.Counters;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RedisOutageTest {
    private static final JedisConnectionException REFUSED = new JedisConnectionException("Connection refused");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Counters counters = new Counters();
    private final RedisOutage outage = new RedisOutage("ticks go to the journal", counters);
    private final RedisLink reader = new RedisLink(null, "reader", outage);
    private final RedisLink writer = new RedisLink(null, "writer", outage);

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
    }

    @Test
    void logsOneLineWhenRedisGoesAndOneWhenItIsBackForAllThreads() {
        long opened = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            outage.onFailure(reader, opened, REFUSED);
            outage.onFailure(writer, opened, REFUSED);
        }
        outage.onSuccess(reader);
        outage.onSuccess(reader);
        assertEquals(List.of("Redis can't be used; ticks go to the journal until it can: Connection refused"), lines());

        outage.onSuccess(writer);
        assertEquals(2, lines().size());
        assertEquals("Redis is there again, after 0 s", lines().get(1));
        assertEquals(1, counters.faultCount());
        assertTrue(counters.line().contains("redis_outages=1"), counters.line());
    }

    @Test
    void takesAConnectionThatTheOutageCutForNoOtherOutage() {
        long opened = System.nanoTime();
        outage.onFailure(reader, opened, REFUSED);
        outage.onSuccess(reader);
        outage.onFailure(writer, opened, REFUSED);
        outage.onSuccess(writer);
        assertEquals(2, lines().size());

        outage.onFailure(writer, System.nanoTime(), REFUSED);
        assertEquals(3, lines().size());
        assertEquals(2, counters.faultCount());
    }

    @Test
    void doesNotWaitForALinkThatIsClosed() {
        long opened = System.nanoTime();
        outage.onFailure(reader, opened, REFUSED);
        outage.onFailure(writer, opened, REFUSED);
        writer.close();
        outage.onSuccess(reader);
        assertEquals("Redis is there again, after 0 s", lines().get(1));
    }

    private List<String> lines() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RedisOutage.class);
    }
}
