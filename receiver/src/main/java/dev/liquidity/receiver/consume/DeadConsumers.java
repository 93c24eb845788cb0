package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Takes over the pending entries of dead consumers of the group. A consumer is dead if its key {@link Keys#alive} has
 * expired and an entry of its is idle for a while; one that waits for its store keeps renewing its key. Not
 * thread-safe: used by the reader thread only.
 *
 * <p>Entries that are taken over become this consumer's own pending ones and are read as such.
 */
final class DeadConsumers {
    private static final Logger LOG = LoggerFactory.getLogger(DeadConsumers.class);
    private static final int PAGE = 1000;

    private final Settings.Redis redis;
    private final ConsumerGroup group;
    private final long minIdleMillis;

    DeadConsumers(Settings.Redis redis, ConsumerGroup group, Duration minIdle) {
        this.redis = redis;
        this.group = group;
        this.minIdleMillis = minIdle.toMillis();
    }

    /**
     * Takes over all entries of dead consumers.
     *
     * @return number of entries
     */
    int takeOver(Connection connection) {
        return takeOver(connection, group.ticks()) + takeOver(connection, group.gaps());
    }

    private int takeOver(Connection connection, byte[] stream) {
        int claimed = 0;
        for (Object consumer : group.consumers(connection, stream)) {
            byte[] name = (byte[]) value((List<?>) consumer, "name");
            String text = SafeEncoder.encode(name);
            if (!text.equals(redis.consumerName())
                    && (Long) value((List<?>) consumer, "pending") > 0
                    && !isAlive(connection, text)) {
                int taken = takeOver(connection, stream, name);
                if (taken > 0) {
                    LOG.warn("Took over {} pending entries of the dead consumer {}", taken, text);
                }
                claimed += taken;
            }
        }
        return claimed;
    }

    private int takeOver(Connection connection, byte[] stream, byte[] owner) {
        int claimed = 0;
        String from = "-";
        while (true) {
            List<?> page = group.pending(connection, stream, from, PAGE, owner);
            List<byte[]> idle = new ArrayList<>();
            for (Object entry : page) {
                List<?> pending = (List<?>) entry;
                if ((Long) pending.get(2) >= minIdleMillis) {
                    idle.add((byte[]) pending.get(0));
                }
            }
            if (!idle.isEmpty()) {
                claimed += group.claim(connection, stream, minIdleMillis, idle).size();
            }
            if (page.size() < PAGE) {
                return claimed;
            }
            byte[] last = (byte[]) ((List<?>) page.get(page.size() - 1)).get(0);
            from = StreamId.parse(last).next().toString();
        }
    }

    private boolean isAlive(Connection connection, String consumer) {
        String key = Keys.alive(redis.streamName(), redis.consumerGroup(), consumer);
        return (Long) connection.executeCommand(new CommandArguments(Command.EXISTS).add(key)) > 0;
    }

    private static Object value(List<?> namesAndValues, String name) {
        for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
            if (name.equals(SafeEncoder.encode((byte[]) namesAndValues.get(i)))) {
                return namesAndValues.get(i + 1);
            }
        }
        throw new IllegalStateException("XINFO CONSUMERS without " + name);
    }
}
