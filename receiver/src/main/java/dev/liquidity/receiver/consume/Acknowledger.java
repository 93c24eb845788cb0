package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.receiver.entry.Batch;
import dev.liquidity.receiver.entry.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The acknowledger's duty: tells Redis which entries are stored. What reaches it has been committed to SQLite and written to the Redis
 * keys; it tries until Redis has heard it, and acknowledging twice does no harm.
 */
public final class Acknowledger implements Worker.Duty {
    private final ConsumerGroup group;
    private final RedisLink link;
    private final BlockingQueue<List<Batch>> in;
    private final InFlight inFlight;
    private final Counters.Counter acknowledged;
    private List<Batch> current;

    public Acknowledger(
            Settings.Redis redis, String consumerName, BlockingQueue<List<Batch>> in, InFlight inFlight, Tally tally) {
        this.in = in;
        this.inFlight = inFlight;
        group = new ConsumerGroup(redis, consumerName);
        acknowledged = tally.acknowledged;
        link = new RedisLink(redis, "receiver-acknowledger", tally.redisOutage);
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        boolean isLast = closing.isRequested();
        if (current == null) {
            current = in.poll(100, TimeUnit.MILLISECONDS);
        }
        if (current == null) {
            return !isLast;
        }
        if (link.attempt(closing, connection -> acknowledged.add(send(connection)))) {
            noteAcknowledged();
        }
        return true;
    }

    @Override
    public void onClose() {
        link.close();
    }

    private void noteAcknowledged() {
        int batches = 0;
        for (Batch batch : current) {
            batches += batch.entries() > 0 ? 1 : 0;
        }
        current = null;
        inFlight.acknowledged(batches);
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
