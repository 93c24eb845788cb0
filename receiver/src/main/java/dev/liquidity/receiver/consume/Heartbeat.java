package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.HostName;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
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
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.SafeEncoder;

/**
 * The heartbeat's duty: renews the key that shows this consumer alive, so that no other takes over its entries, however
 * long its store holds them up. Of two processes with the same consumer name, to which Redis gives the same pending
 * entries, it ends the one that was started later. Looks at the stream's writer at each beat.
 */
public final class Heartbeat implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final int BEATS_A_TTL = 5;

    /** Two for each beat, of which a living receiver may miss one. */
    private static final int LOOKS = 6;

    private static final String PID = "" + ProcessHandle.current().pid();

    private final String consumerName;
    private final byte[] key;
    private final long ttlMillis;

    /** Sorts by the time of the start; the rest says which process it is. */
    private final byte[] self = "%013d %s %s %s"
            .formatted(System.currentTimeMillis(), UUID.randomUUID(), PID, HostName.get())
            .getBytes(StandardCharsets.UTF_8);

    private final RedisLink link;
    private final WriterWatch writer;
    private boolean isFirst = true;

    /** @param ttl how long the key outlives its last renewal */
    public Heartbeat(Settings.Redis redis, Duration ttl, WriterWatch writer, RedisOutage outage) {
        consumerName = redis.consumerName();
        key = SafeEncoder.encode(Keys.alive(redis.streamName(), redis.consumerGroup(), consumerName));
        ttlMillis = ttl.toMillis();
        this.writer = writer;
        link = new RedisLink(redis, "receiver-heartbeat", outage);
    }

    /**
     * Refuses the consumer's name, before anything is read, if a living receiver has it: one that renews the key. Of a
     * process on this host, or in this container before it was started again, it knows at once.
     */
    public static void awaitName(Settings.Redis redis, Duration ttl, Connection connection, StopSignal stop)
            throws InterruptedException {
        Jedis jedis = new Jedis(connection);
        String key = Keys.alive(redis.streamName(), redis.consumerGroup(), redis.consumerName());
        String[] holder = String.valueOf(jedis.get(key)).split(" ", 4);
        boolean isGone = holder.length < 4
                || holder[3].equals(HostName.get())
                        && (holder[2].equals(PID)
                                || ProcessHandle.of(Long.parseLong(holder[2])).isEmpty());
        if (isGone) {
            return;
        }
        LOG.info("Seeing whether the receiver that had the name {} is still there", redis.consumerName());
        long left = jedis.pttl(key);
        for (int look = 0; look < LOOKS && !stop.await(ttl.toMillis() / BEATS_A_TTL / 2); look++) {
            long now = jedis.pttl(key);
            if (now > left) {
                throw taken(redis.consumerName());
            }
            left = now;
        }
    }

    private static UserException taken(String consumerName) {
        return new UserException(
                ExitCode.REDIS,
                "another receiver runs under the consumer name " + consumerName
                        + ": give one of them another with --consumer-name or redis.consumer_name");
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
        Jedis jedis = new Jedis(connection);
        byte[] found = jedis.get(key);
        // The first beat may find the key of a process that was killed a moment ago.
        if (!isFirst && found != null && Arrays.compare(found, self) < 0) {
            throw taken(consumerName);
        }
        jedis.set(key, self, new SetParams().px(ttlMillis));
        isFirst = false;
        writer.look(connection);
    }

    private void deleteKey(Connection connection) {
        Jedis jedis = new Jedis(connection);
        if (Arrays.equals(self, jedis.get(key))) {
            jedis.del(key);
        }
    }
}
