package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.InFlight;
import dev.liquidity.receiver.batch.Tally;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The reader's duty: entries from the two streams into batches, in the order own pending, pending of dead consumers,
 * new.
 *
 * <p>After every connection it starts over with its own pending entries, since a reply may have been lost after the
 * entries in it became its own; but first it waits until all that it has read is acknowledged, so that nothing is in
 * the process twice. A full queue makes it wait, and Redis keeps what it does not read. It ends when a stop is
 * requested.
 */
public final class StreamConsumer implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(StreamConsumer.class);
    private static final int BLOCK_MILLIS = 500;

    /**
     * From one read of new entries to the next, unless more were waiting: what a tick may be late for its batch to be
     * worth a round trip.
     */
    private static final long GATHER_NANOS = 10_000_000;

    private enum Phase {
        JOIN,
        DRAIN,
        PENDING,
        NEW
    }

    private final Settings.Redis redis;
    private final RedisLink link;
    private final ConsumerGroup group;
    private final DeadConsumers dead;
    private final long takeoverNanos;
    private final EntryReader reader;
    private final ReadSize size = new ReadSize();
    private final InFlight inFlight;
    private final BlockingQueue<Batch> out;
    private final StopSignal stop;
    private final Tally tally;
    private final DatesSeen dates;
    private final Runnable forgotten;

    private Phase phase = Phase.JOIN;
    private byte[] tickCursor;
    private byte[] gapCursor;
    private long takeoverDueNanos;
    private long readAtNanos;
    private boolean isMoreWaiting;

    /**
     * @param consumerName this process' name in the group
     * @param deadAfter how long an entry of a consumer that shows no sign of life must have been idle to be taken over,
     *     and how often to look for such
     * @param forgotten is run when Redis has forgotten the group, and with it, maybe, everything else
     */
    public StreamConsumer(
            Settings.Redis redis,
            String consumerName,
            Duration deadAfter,
            InFlight inFlight,
            BlockingQueue<Batch> out,
            StopSignal stop,
            Clock clock,
            Tally tally,
            DatesSeen dates,
            Runnable forgotten) {
        this.redis = redis;
        this.inFlight = inFlight;
        this.out = out;
        this.stop = stop;
        this.tally = tally;
        this.dates = dates;
        this.forgotten = forgotten;
        reader = new EntryReader(new RejectionLog(tally.rejected), clock);
        link = new RedisLink(redis, "receiver-reader", tally.redisFailures);
        group = new ConsumerGroup(redis, consumerName);
        dead = new DeadConsumers(redis, group, consumerName, deadAfter);
        takeoverNanos = deadAfter.toNanos();
    }

    /**
     * Creates the group before anything is started, so that what can't be used is said at once.
     *
     * @throws UserException when a key of the stream's name is something else, or rights are missing
     */
    public static void join(Settings.Redis redis, Connection connection) {
        try {
            new ConsumerGroup(redis, redis.consumerName()).create(connection);
        } catch (JedisDataException e) {
            throw RedisConnections.isRefusal(e) ? RedisConnections.unusable(redis, e) : e;
        }
    }

    @Override
    public boolean cycle() throws InterruptedException {
        if (stop.isRequested()) {
            link.close();
            return false;
        }
        try {
            step(link.get());
            link.worked();
        } catch (JedisDataException e) {
            if (RedisConnections.isRefusal(e)) {
                throw RedisConnections.unusable(redis, e);
            }
            if (ConsumerGroup.isGone(e)) {
                forgotten.run();
                LOG.warn("the consumer group is gone ({}); it is created again", e.getMessage());
                phase = Phase.JOIN;
                stop.await(BLOCK_MILLIS / 10);
            } else {
                startOver(e);
            }
        } catch (JedisException e) {
            startOver(e);
        }
        return true;
    }

    private void startOver(JedisException e) throws InterruptedException {
        phase = Phase.JOIN;
        size.reset();
        stop.await(link.lost(e));
    }

    private void step(Connection connection) throws InterruptedException {
        switch (phase) {
            case JOIN -> {
                group.create(connection);
                phase = Phase.DRAIN;
            }
            case DRAIN -> {
                if (inFlight.awaitNone(100)) {
                    tickCursor = ConsumerGroup.FIRST_PENDING;
                    gapCursor = ConsumerGroup.FIRST_PENDING;
                    phase = Phase.PENDING;
                }
            }
            case PENDING -> {
                if (!read(connection, tickCursor, gapCursor)) {
                    takeOverOrGoOn(connection);
                }
            }
            case NEW -> {
                if (System.nanoTime() - takeoverDueNanos >= 0) {
                    takeOverOrGoOn(connection);
                } else {
                    gather();
                    read(connection, ConsumerGroup.NEW, ConsumerGroup.NEW);
                }
            }
        }
    }

    private void takeOverOrGoOn(Connection connection) {
        int claimed = dead.takeOver(connection);
        tally.takenOver.add(claimed);
        takeoverDueNanos = System.nanoTime() + takeoverNanos;
        phase = claimed > 0 ? Phase.DRAIN : Phase.NEW;
    }

    /**
     * Lets entries gather. Read one by one as they come, an everyday rate's few thousand a second would keep all
     * threads and Redis busy with round trips. An entry after a pause does not wait, nor does a backlog.
     */
    private void gather() throws InterruptedException {
        long left = GATHER_NANOS - (System.nanoTime() - readAtNanos);
        if (!isMoreWaiting && left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    /** Reads once and hands on what came; says whether anything came. */
    private boolean read(Connection connection, byte[] ticks, byte[] gaps) throws InterruptedException {
        int count = size.count();
        List<?> reply = group.read(connection, ticks, gaps, count, BLOCK_MILLIS);
        readAtNanos = System.nanoTime();
        if (reply == null) {
            return false;
        }
        Batch.Builder builder = new Batch.Builder();
        for (Object stream : reply) {
            List<?> nameAndEntries = (List<?>) stream;
            boolean isGap = Arrays.equals(group.gaps(), (byte[]) nameAndEntries.get(0));
            for (Object entry : (List<?>) nameAndEntries.get(1)) {
                List<?> idAndFields = (List<?>) entry;
                byte[] id = (byte[]) idAndFields.get(0);
                reader.read(isGap, id, (List<?>) idAndFields.get(1), builder);
                if (isGap) {
                    gapCursor = id;
                } else {
                    tickCursor = id;
                }
            }
        }
        Batch batch = builder.build();
        isMoreWaiting = batch.entries() >= count;
        size.read(batch.entries(), reader.takeBytes());
        if (batch.entries() == 0) {
            return false;
        }
        tally.entries.add(batch.entries());
        dates.note(batch.ticks());
        inFlight.add();
        out.put(batch);
        return true;
    }
}
