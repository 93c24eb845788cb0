package dev.liquidity.receiver.consume;

import static redis.clients.jedis.util.SafeEncoder.encode;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XClaimParams;
import redis.clients.jedis.params.XPendingParams;

/**
 * Takes over the pending entries of dead consumers of the group. A consumer is dead if its key {@link Keys#alive} has
 * expired and an entry of its is idle for a while; one that waits for its store keeps renewing its key. Not
 * thread-safe: used by the reader thread only.
 *
 * <p>Entries that are taken over become this consumer's own pending ones and are read as such.
 */
final class DeadConsumers {
    private static final Logger LOG = LoggerFactory.getLogger(DeadConsumers.class);
    private static final byte[] END = encode("+");
    private static final int PAGE = 1000;

    private final Settings.Redis redis;
    private final byte[] group;
    private final byte[] consumer;
    private final long minIdleMillis;

    DeadConsumers(Settings.Redis redis, Duration minIdle) {
        this.redis = redis;
        group = encode(redis.consumerGroup());
        consumer = encode(redis.consumerName());
        minIdleMillis = minIdle.toMillis();
    }

    /**
     * Takes over all entries of dead consumers.
     *
     * @return number of entries
     */
    int takeOver(Connection connection) {
        Jedis jedis = new Jedis(connection);
        String stream = redis.streamName();
        return takeOver(jedis, encode(stream)) + takeOver(jedis, encode(Keys.gaps(stream)));
    }

    private int takeOver(Jedis jedis, byte[] stream) {
        int claimed = 0;
        for (Object info : jedis.xinfoConsumers(stream, group)) {
            byte[] owner = (byte[]) RedisConnections.field((List<?>) info, "name");
            String name = encode(owner);
            if (!name.equals(redis.consumerName())
                    && (Long) RedisConnections.field((List<?>) info, "pending") > 0
                    && !jedis.exists(Keys.alive(redis.streamName(), redis.consumerGroup(), name))) {
                int taken = takeOver(jedis, stream, owner);
                if (taken > 0) {
                    LOG.warn("Took over {} pending entries of the dead consumer {}", taken, name);
                }
                claimed += taken;
            }
        }
        return claimed;
    }

    private int takeOver(Jedis jedis, byte[] stream, byte[] owner) {
        int claimed = 0;
        byte[] from = encode("-");
        while (true) {
            // Each is a list of ID, consumer, idle milliseconds and number of deliveries.
            List<Object> page = jedis.xpending(stream, group, new XPendingParams(from, END, PAGE).consumer(owner));
            byte[][] idle = page.stream()
                    .map(entry -> (List<?>) entry)
                    .filter(entry -> (Long) entry.get(2) >= minIdleMillis)
                    .map(entry -> (byte[]) entry.get(0))
                    .toArray(byte[][]::new);
            if (idle.length > 0) {
                claimed += jedis.xclaimJustId(stream, group, consumer, minIdleMillis, new XClaimParams(), idle)
                        .size();
            }
            if (page.size() < PAGE) {
                return claimed;
            }
            byte[] last = (byte[]) ((List<?>) page.get(page.size() - 1)).get(0);
            from = encode(StreamId.parse(last).next().toString());
        }
    }
}
