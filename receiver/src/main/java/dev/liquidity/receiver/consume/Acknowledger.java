package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.InFlight;
import dev.liquidity.receiver.batch.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The acknowledger's duty: tells Redis which entries are stored. What reaches it has been committed to SQLite and
 * written to the Redis keys; it tries until Redis has heard it, and acknowledging twice does no harm.
 */
public final class Acknowledger implements Worker.Duty {
    private final Settings.Redis redis;
    private final ConsumerGroup group;
    private final RedisLink link;
    private final BlockingQueue<List<Batch>> in;
    private final InFlight inFlight;
    private final Counters.Counter acknowledged;
    private List<Batch> current;
    private volatile boolean draining;

    public Acknowledger(
            Settings.Redis redis, String consumerName, BlockingQueue<List<Batch>> in, InFlight inFlight, Tally tally) {
        this.redis = redis;
        this.in = in;
        this.inFlight = inFlight;
        group = new ConsumerGroup(redis, consumerName);
        acknowledged = tally.acknowledged;
        link = new RedisLink(redis, "receiver-acknowledger", tally.redisFailures);
    }

    /** Has the duty end once nothing is left to do; nothing may be put into its queue after this. */
    public void drain() {
        draining = true;
    }

    @Override
    public boolean cycle() throws InterruptedException {
        if (current == null) {
            current = in.poll(100, TimeUnit.MILLISECONDS);
        }
        if (current != null) {
            acknowledge();
        } else if (draining) {
            link.close();
            return false;
        }
        return true;
    }

    private void acknowledge() throws InterruptedException {
        try {
            acknowledged.add(send(link.get()));
            link.worked();
        } catch (JedisException e) {
            if (e instanceof JedisDataException error && RedisConnections.isRefusal(error)) {
                throw RedisConnections.unusable(redis, error);
            }
            Thread.sleep(link.lost(e));
            return;
        }
        int batches = 0;
        for (Batch batch : current) {
            batches += batch.entries() > 0 ? 1 : 0;
        }
        current = null;
        inFlight.remove(batches);
    }

    private long send(Connection connection) {
        int commands = 0;
        for (Batch batch : current) {
            if (!batch.tickIds().isEmpty()) {
                group.sendAcknowledgement(connection, group.ticks(), batch.tickIds());
                commands++;
            }
            if (!batch.gapIds().isEmpty()) {
                group.sendAcknowledgement(connection, group.gaps(), batch.gapIds());
                commands++;
            }
        }
        List<Object> replies = new ArrayList<>(connection.getMany(commands));
        long sum = 0;
        for (Object reply : replies) {
            if (reply instanceof JedisDataException error) {
                throw error;
            }
            sum += (Long) reply;
        }
        return sum;
    }
}
