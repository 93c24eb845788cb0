package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.common.stream.RedisOutage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * The heartbeat's duty: renews the key that shows this consumer alive, so that no other takes over its entries, however
 * long its store holds them up. It warns of a second process with the same consumer name, as Redis gives it the same
 * pending entries.
 */
public final class Heartbeat implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long WARN_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int BEATS_A_TTL = 5;

    private final String consumerName;
    private final String key;
    private final long ttlMillis;
    private final byte[] self = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    private final RedisLink link;
    private boolean isFirst = true;
    private long warnedNanos = System.nanoTime() - WARN_AGAIN_NANOS;

    /** @param ttl how long the key outlives its last renewal */
    public Heartbeat(Settings.Redis redis, Duration ttl, RedisOutage outage) {
        consumerName = redis.consumerName();
        key = Keys.alive(redis.streamName(), redis.consumerGroup(), consumerName);
        ttlMillis = ttl.toMillis();
        link = new RedisLink(redis, "receiver-heartbeat", outage);
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        if (closing.isRequested()) {
            link.attempt(closing, this::deleteKey);
            return false;
        }
        if (link.attempt(closing, this::beat)) {
            closing.await(ttlMillis / BEATS_A_TTL);
        }
        return true;
    }

    @Override
    public void onClose() {
        link.close();
    }

    private void beat(Connection connection) {
        byte[] found = get(connection);
        connection.executeCommand(
                new CommandArguments(Command.SET).add(key).add(self).add("PX").add(ttlMillis));
        long now = System.nanoTime();
        // The first beat may find the key of a process that was killed a moment ago.
        if (!isFirst && found != null && !Arrays.equals(self, found) && now - warnedNanos >= WARN_AGAIN_NANOS) {
            warnedNanos = now;
            LOG.warn(
                    "Another receiver runs under the consumer name {}: give one of them another with --consumer-name",
                    consumerName);
        }
        isFirst = false;
    }

    private void deleteKey(Connection connection) {
        if (Arrays.equals(self, get(connection))) {
            connection.executeCommand(new CommandArguments(Command.DEL).add(key));
        }
    }

    private byte[] get(Connection connection) {
        return (byte[]) connection.executeCommand(new CommandArguments(Command.GET).add(key));
    }
}
