package dev.liquidity.common.stream;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.UserException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One thread's connection through all outages: opened when it is asked for, given up at a failure, opened again after a growing wait.
 * An outage is logged when it starts, twice a minute while it lasts, and when it is over. Not thread-safe.
 */
public final class RedisLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final long REMINDER_NANOS = Duration.ofSeconds(30).toNanos();

    private final Settings.Redis redis;
    private final String clientName;
    private final Counters.Counter failures;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));
    private RedisConnection connection;
    private long downSinceNanos;
    private long saidAtNanos;

    /**
     * @param failures counts every failed attempt and every loss
     */
    public RedisLink(Settings.Redis redis, String clientName, Counters.Counter failures) {
        this.redis = redis;
        this.clientName = clientName;
        this.failures = failures;
    }

    /**
     * The connection, opened if there is none.
     *
     * @throws JedisException when it can't be opened now: tell {@link #lost}. A refused password is no exception to that: while a program
     *     runs, what it has read is safe, and whoever changed the password may change it back
     */
    public RedisConnection get() {
        if (connection == null) {
            try {
                connection = RedisConnections.open(redis, clientName);
            } catch (UserException e) {
                throw new JedisConnectionException(e.getMessage(), e);
            }
        }
        return connection;
    }

    /** Whether a connection is held that was not lost so far. */
    public boolean isOpen() {
        return connection != null;
    }

    /** Notes that the connection has done what it was asked to. */
    public void worked() {
        if (backoff.failures() > 0) {
            LOG.info(
                    "Redis at {} serves {} again, after {} s",
                    RedisConnections.address(redis),
                    clientName,
                    Duration.ofNanos(System.nanoTime() - downSinceNanos).toSeconds());
            backoff.reset();
        }
    }

    /**
     * Gives the connection up.
     *
     * @return how long to wait before the next attempt, in milliseconds
     */
    public long lost(RuntimeException cause) {
        failures.increment();
        RedisConnections.close(connection);
        connection = null;
        long now = System.nanoTime();
        if (backoff.failures() == 0) {
            downSinceNanos = now;
        }
        if (backoff.failures() == 0 || now - saidAtNanos > REMINDER_NANOS) {
            saidAtNanos = now;
            LOG.warn(
                    "Redis at {} does not serve {} ({}); trying again",
                    RedisConnections.address(redis),
                    clientName,
                    RedisConnections.reason(cause));
        }
        return backoff.nextMillis();
    }

    @Override
    public void close() {
        RedisConnections.close(connection);
        connection = null;
    }
}
