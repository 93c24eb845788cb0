package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.EntryHandler;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.common.stream.RedisOutage;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.BatchQueue;
import dev.liquidity.receiver.batch.InFlight;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The reader's duty: reads batches from the two streams, its own pending entries first, then those of dead consumers,
 * then new ones.
 *
 * <p>It begins again with its own pending entries after every failure, since Redis may have made entries its own in a
 * reply that was lost, and when the store gives up what it had read. Before it does, it waits until all that it has
 * read is acknowledged, so that no entry is in the process twice. It waits while the queue is full; Redis keeps what it
 * does not read.
 */
public final class StreamConsumer implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(StreamConsumer.class);
    private static final int BLOCK_MILLIS = 500;
    private static final int WAIT_MILLIS = 100;

    /**
     * Shortest time between two reads of new entries unless more were waiting: a tick may be this late to share its
     * round trip.
     */
    private static final long GATHER_NANOS = 10_000_000;

    /** What the next step does; each phase follows the one before, and JOIN every failure. */
    private enum Phase {
        /** Creates the group. */
        JOIN,
        /** Waits until all that was read is acknowledged. */
        DRAIN,
        /** Reads this consumer's pending entries. */
        PENDING,
        /** Reads new entries. */
        NEW
    }

    private final RedisLink link;
    private final ConsumerGroup group;
    private final DeadConsumers dead;
    private final long takeoverNanos;
    private final EntryReader entries;
    private final ReadSize size = new ReadSize();
    private final InFlight inFlight;
    private final DatesSeen dates;
    private final BatchQueue out;
    private final Counters.Counter entriesRead;
    private final Counters.Counter takenOver;

    private Phase phase = Phase.JOIN;
    private byte[] tickCursor;
    private byte[] gapCursor;
    private long takeoverDueNanos;
    private long readAtNanos;
    private boolean isMoreWaiting;

    /**
     * @param deadAfter how long an entry of a consumer that shows no sign of life must be idle to be taken over, and
     *     the interval of looking for such entries
     */
    public StreamConsumer(
            Settings.Redis redis,
            Duration deadAfter,
            InFlight inFlight,
            DatesSeen dates,
            BatchQueue out,
            InstantSource clock,
            RedisOutage outage,
            Counters counters) {
        this.inFlight = inFlight;
        this.dates = dates;
        this.out = out;
        entriesRead = counters.counter("entries", "stream entries read, redelivered ones included");
        takenOver = counters.counter("taken_over", "pending entries taken over from dead consumers");
        entries = new EntryReader(counters, clock);
        link = new RedisLink(redis, "receiver-reader", outage);
        group = new ConsumerGroup(redis);
        dead = new DeadConsumers(redis, deadAfter);
        takeoverNanos = deadAfter.toNanos();
    }

    /**
     * Creates the group before any thread starts, so that a Redis that can't be used ends the program at once.
     *
     * @throws UserException if a key of the stream's name has another type, or rights are missing
     */
    public static void join(Settings.Redis redis, Connection connection) {
        try {
            new ConsumerGroup(redis).create(connection);
        } catch (JedisDataException e) {
            throw RedisConnections.isRefusal(redis, e) ? RedisConnections.unusable(redis, e) : e;
        }
    }

    /** Entries read so far. Thread-safe. */
    public long entriesRead() {
        return entriesRead.get();
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        if (closing.isRequested()) {
            return false;
        }
        if (!link.attempt(closing, this::stepOrJoinAgain)) {
            phase = Phase.JOIN;
            size.reset();
        } else if (phase == Phase.JOIN) {
            closing.await(WAIT_MILLIS);
        }
        return true;
    }

    @Override
    public void onClose() {
        link.close();
    }

    private void stepOrJoinAgain(RedisConnection connection) throws InterruptedException {
        try {
            step(connection);
        } catch (JedisDataException e) {
            if (!ConsumerGroup.isGone(e)) {
                throw e;
            }
            LOG.warn("The consumer group is gone ({}); it is created again", e.getMessage());
            out.put(Batch.redisEmptied());
            phase = Phase.JOIN;
        }
    }

    private void step(RedisConnection connection) throws InterruptedException {
        if (phase != Phase.JOIN && inFlight.takeGivenUp()) {
            phase = Phase.DRAIN;
        }
        switch (phase) {
            case JOIN -> {
                group.create(connection);
                phase = Phase.DRAIN;
            }
            case DRAIN -> {
                if (inFlight.awaitNone(WAIT_MILLIS)) {
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
        takenOver.add(claimed);
        takeoverDueNanos = System.nanoTime() + takeoverNanos;
        phase = claimed > 0 ? Phase.DRAIN : Phase.NEW;
    }

    /**
     * Lets entries gather: reading each of a few thousand a second by itself would keep all threads and Redis busy with
     * round trips. An entry after a pause does not wait, nor does a backlog.
     */
    private void gather() throws InterruptedException {
        long left = GATHER_NANOS - (System.nanoTime() - readAtNanos);
        if (!isMoreWaiting && left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    /**
     * Reads once and passes on what came.
     *
     * @return whether anything came
     */
    private boolean read(RedisConnection connection, byte[] ticks, byte[] gaps) throws InterruptedException {
        int count = size.count();
        Reply reply = new Reply();
        group.read(connection, ticks, gaps, count, BLOCK_MILLIS, reply);
        readAtNanos = System.nanoTime();
        Batch batch = reply.batch.build();
        isMoreWaiting = batch.entries() >= count;
        if (batch.entries() == 0) {
            return false;
        }
        size.adapt(batch.entries(), entries.takeBytes());
        entriesRead.add(batch.entries());
        dates.add(batch.ticks());
        inFlight.add();
        out.put(batch);
        return true;
    }

    /** Collects the entries of a reply, and remembers where it ends. */
    private final class Reply implements EntryHandler {
        private final Batch.Builder batch = new Batch.Builder();

        @Override
        public void onData(byte[] stream, byte[] id, byte[] data, int length) {
            entries.read(moveCursor(stream, id), id, data, length, batch);
        }

        @Override
        public void onFields(byte[] stream, byte[] id, List<byte[]> fields) {
            entries.read(moveCursor(stream, id), id, fields, batch);
        }

        /** Returns whether it is the stream of feed gaps. */
        private boolean moveCursor(byte[] stream, byte[] id) {
            boolean isGap = Arrays.equals(group.gaps(), stream);
            if (isGap) {
                gapCursor = id;
            } else {
                tickCursor = id;
            }
            return isGap;
        }
    }
}
