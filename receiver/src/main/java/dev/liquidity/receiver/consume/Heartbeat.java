package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.receiver.batch.Tally;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The heartbeat's duty: renews the key that says this consumer lives, so that no other takes over what it is still
 * working on, however long its store makes it wait. It also finds a second process of the same name, which would get
 * this one's pending entries.
 */
public final class Heartbeat implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long TELL_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Settings.Redis redis;
    private final String consumerName;
    private final String key;
    private final long ttlMillis;
    private final byte[] self = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    private final RedisLink link;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean isFirst = true;
    private long toldAtNanos = System.nanoTime() - TELL_AGAIN_NANOS;

    /**
     * @param ttl how long this process may be silent before its key is gone; it is renewed five times as often
     */
    public Heartbeat(Settings.Redis redis, String consumerName, Duration ttl, Tally tally) {
        this.redis = redis;
        this.consumerName = consumerName;
        key = Keys.alive(redis.streamName(), redis.consumerGroup(), consumerName);
        ttlMillis = ttl.toMillis();
        link = new RedisLink(redis, "receiver-heartbeat", tally.redisFailures);
    }

    /** Has the duty end, with this consumer's key taken back. */
    public void end() {
        ended.countDown();
    }

    @Override
    public boolean cycle() throws InterruptedException {
        long wait = ttlMillis / 5;
        try {
            Connection connection = link.get();
            if (ended.getCount() == 0) {
                takeBack(connection);
                link.close();
                return false;
            }
            beat(connection);
            link.worked();
        } catch (JedisException e) {
            if (ended.getCount() == 0) {
                link.close();
                return false;
            }
            if (e instanceof JedisDataException error && RedisConnections.isRefusal(error)) {
                throw RedisConnections.unusable(redis, error);
            }
            wait = link.lost(e);
        }
        ended.await(wait, TimeUnit.MILLISECONDS);
        return true;
    }

    private void beat(Connection connection) {
        byte[] found = get(connection);
        connection.executeCommand(
                new CommandArguments(Command.SET).add(key).add(self).add("PX").add(ttlMillis));
        long now = System.nanoTime();
        // The first one finds the key of the process before this one, if that was killed a moment ago.
        if (!isFirst && found != null && !Arrays.equals(self, found) && now - toldAtNanos >= TELL_AGAIN_NANOS) {
            toldAtNanos = now;
            LOG.warn(
                    "another receiver runs under the consumer name {}: give one of them another with --consumer-name",
                    consumerName);
        }
        isFirst = false;
    }

    private void takeBack(Connection connection) {
        if (Arrays.equals(self, get(connection))) {
            connection.executeCommand(new CommandArguments(Command.DEL).add(key));
        }
    }

    private byte[] get(Connection connection) {
        return (byte[]) connection.executeCommand(new CommandArguments(Command.GET).add(key));
    }
}
