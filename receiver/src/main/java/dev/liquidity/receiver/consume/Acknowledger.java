package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.common.stream.RedisOutage;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.InFlight;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The acknowledger's duty: acknowledges the entries of batches that are in the Redis keys and committed to SQLite. It
 * repeats until Redis answers, as acknowledging twice changes nothing.
 */
public final class Acknowledger implements Worker.Duty {
    private static final long POLL_MILLIS = 100;

    private final CommandBuffer commands = new CommandBuffer();
    private final ConsumerGroup group;
    private final RedisLink link;
    private final BlockingQueue<List<Batch>> in;
    private final InFlight inFlight;
    private final Counters.Counter acknowledged;
    private List<Batch> current;

    public Acknowledger(
            Settings.Redis redis,
            BlockingQueue<List<Batch>> in,
            InFlight inFlight,
            RedisOutage outage,
            Counters counters) {
        this.in = in;
        this.inFlight = inFlight;
        group = new ConsumerGroup(redis);
        link = new RedisLink(redis, "receiver-acknowledger", outage);
        acknowledged = counters.counter("acknowledged", "entries acknowledged");
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        boolean isLast = closing.isRequested();
        if (current == null) {
            current = in.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (current == null) {
            return !isLast;
        }
        if (link.attempt(closing, this::acknowledge)) {
            inFlight.remove(
                    (int) current.stream().filter(batch -> batch.entries() > 0).count());
            current = null;
        }
        return true;
    }

    @Override
    public void onClose() {
        link.close();
    }

    private void acknowledge(RedisConnection connection) {
        commands.clear();
        int count = 0;
        for (Batch batch : current) {
            if (!batch.tickIds().isEmpty()) {
                group.acknowledge(group.ticks(), batch.tickIds(), commands);
                count++;
            }
            if (!batch.gapIds().isEmpty()) {
                group.acknowledge(group.gaps(), batch.gapIds(), commands);
                count++;
            }
        }
        connection.sendEncoded(commands.bytes(), commands.length());
        long sum = 0;
        for (Object reply : connection.getMany(count)) {
            if (reply instanceof JedisDataException error) {
                throw error;
            }
            sum += (Long) reply;
        }
        acknowledged.add(sum);
    }
}
