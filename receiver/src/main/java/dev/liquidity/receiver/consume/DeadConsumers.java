package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * Takes over what consumers of the group left pending that are no more. A consumer is taken for dead when nothing
 * renews its key {@link Keys#alive} and an entry of its has been idle for a while: a live one whose store makes it wait
 * goes on renewing its key.
 *
 * <p>What is taken over becomes pending of this consumer, and is read as such: there is no other path.
 */
final class DeadConsumers {
    private static final Logger LOG = LoggerFactory.getLogger(DeadConsumers.class);
    private static final int PAGE = 1000;

    private final Settings.Redis redis;
    private final ConsumerGroup group;
    private final String self;
    private final long minIdleMillis;

    DeadConsumers(Settings.Redis redis, ConsumerGroup group, String self, Duration minIdle) {
        this.redis = redis;
        this.group = group;
        this.self = self;
        this.minIdleMillis = minIdle.toMillis();
    }

    /** Takes over what can be taken over now, and says how many entries that were. */
    int takeOver(Connection connection) {
        return takeOver(connection, group.ticks()) + takeOver(connection, group.gaps());
    }

    private int takeOver(Connection connection, byte[] stream) {
        int claimed = 0;
        for (Object consumer : group.consumers(connection, stream)) {
            byte[] name = (byte[]) value((List<?>) consumer, "name");
            String text = new String(name, StandardCharsets.UTF_8);
            if (!text.equals(self) && (Long) value((List<?>) consumer, "pending") > 0 && !isAlive(connection, text)) {
                int taken = takeOver(connection, stream, name);
                if (taken > 0) {
                    LOG.warn("took over {} pending entries of consumer {}, which is dead", taken, text);
                }
                claimed += taken;
            }
        }
        return claimed;
    }

    private int takeOver(Connection connection, byte[] stream, byte[] owner) {
        int claimed = 0;
        byte[] from = "-".getBytes(StandardCharsets.US_ASCII);
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
            from = StreamId.parse(last).next().toString().getBytes(StandardCharsets.US_ASCII);
        }
    }

    private boolean isAlive(Connection connection, String consumer) {
        String key = Keys.alive(redis.streamName(), redis.consumerGroup(), consumer);
        return (Long) connection.executeCommand(new CommandArguments(Command.EXISTS).add(key)) > 0;
    }

    private static Object value(List<?> namesAndValues, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
            if (Arrays.equals(wanted, (byte[]) namesAndValues.get(i))) {
                return namesAndValues.get(i + 1);
            }
        }
        throw new IllegalStateException("XINFO CONSUMERS without " + name);
    }
}
