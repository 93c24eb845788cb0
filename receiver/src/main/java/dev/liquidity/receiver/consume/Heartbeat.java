package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.receiver.entry.Tally;
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
 * The heartbeat's duty: renews the key that says this consumer lives, so that no other takes over what it is still working on, however
 * long its store makes it wait. It also finds a second process of the same name, which would get this one's pending entries.
 */
public final class Heartbeat implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long TELL_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final String consumerName;
    private final String key;
    private final long ttlMillis;
    private final byte[] self = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    private final RedisLink link;
    private boolean isFirst = true;
    private long toldAtNanos = System.nanoTime() - TELL_AGAIN_NANOS;

    /**
     * @param ttl how long this process may be silent before its key is gone; it is renewed five times as often
     */
    public Heartbeat(Settings.Redis redis, String consumerName, Duration ttl, Tally tally) {
        this.consumerName = consumerName;
        key = Keys.alive(redis.streamName(), redis.consumerGroup(), consumerName);
        ttlMillis = ttl.toMillis();
        link = new RedisLink(redis, "receiver-heartbeat", tally.redisOutage);
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        if (closing.isRequested()) {
            link.attempt(closing, this::takeBack);
            return false;
        }
        if (link.attempt(closing, this::beat)) {
            closing.await(ttlMillis / 5);
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
