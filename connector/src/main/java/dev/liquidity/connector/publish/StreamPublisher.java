package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.publish.JournalFeed.StreamDamagedException;
import dev.liquidity.connector.publish.StreamBatch.DisturbedException;
import dev.liquidity.connector.publish.WriterLease.LeaseLostException;
import dev.liquidity.connector.wire.WireFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Follows the journal and adds its ticks to the stream, each under the identity that it was given when it was journaled.
 *
 * <p>The promise: every tick of the journal above the {@link StoredMark} comes to the stream once, in order, and none is trimmed from it that
 * the group has not acknowledged. After any doubt (a lost reply, a new connection, an emptied Redis) it asks the stream for its last ID and
 * goes on with the tick after it; what is there is not added again, what Redis forgot is. When as many ticks as the stream may hold are not
 * stored, it waits and the journal grows.
 */
public final class StreamPublisher implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(StreamPublisher.class);
    private static final long IDLE_MILLIS = 100;
    private static final long NO_ROOM_MILLIS = 20;
    private static final long TOLD_NO_ROOM_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long PROGRESS_NANOS = Duration.ofMillis(200).toNanos();
    private static final long RENEWAL_NANOS =
            Duration.ofMillis(WriterLease.TTL_MILLIS / 3).toNanos();

    private final Settings.Redis redis;
    private final Journal journal;
    private final StreamCommands commands;
    private final StreamQuestions questions;
    private final WriterLease lease;
    private final StoredMark stored;
    private final Unstored unstored = new Unstored();
    private final StreamPosition position;
    private final JournalFeed feed;
    private final BooleanSupplier closing;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));
    private final Counters.Counter published;
    private final Outage outage;
    private final StreamBatch one;
    private final StreamBatch other;

    private RedisConnection connection;
    private StreamBatch filling;
    private StreamBatch inFlight;
    private boolean isDisturbed;
    private long lastProgressNanos;
    private long lastSendNanos;
    private long lastArrivalMicros;
    private long toldNoRoomNanos = System.nanoTime() - TOLD_NO_ROOM_NANOS;
    private volatile Lag lag = new Lag(0, 0);

    /**
     * How far the stream is behind the journal.
     *
     * @param bytes of the journal that were not published
     * @param lastArrivalMicros arrival of the last tick that was, microseconds since the epoch; 0 before the first
     */
    public record Lag(long bytes, long lastArrivalMicros) {}

    /**
     * @param keyTtl of the hash of instruments
     * @param closing whether to end as soon as the journal is published, or can't be
     */
    public StreamPublisher(
            Settings.Redis redis,
            Duration keyTtl,
            Journal journal,
            StoredMark stored,
            BooleanSupplier closing,
            Counters counters) {
        this.redis = redis;
        this.journal = journal;
        this.stored = stored;
        this.closing = closing;
        commands = new StreamCommands(redis, keyTtl);
        questions = new StreamQuestions(redis, commands);
        position = new StreamPosition(stored, unstored, redis.maxStreamLength());
        lease = new WriterLease(redis, journal.writerId());
        one = new StreamBatch(lease);
        other = new StreamBatch(lease);
        filling = one;
        feed = new JournalFeed(journal, commands, unstored, redis.maxStreamLength(), new WireFaults(counters));
        published = counters.counter("published", "ticks that Redis has confirmed");
        outage = new Outage(counters);
    }

    /**
     * Takes the writer's lease and lifts the journal's IDs above the stream's, on the thread that starts the program: before the first tick is
     * journaled.
     *
     * @throws UserException ({@link ExitCode#REDIS}) when another connector has the lease, or Redis refuses
     */
    public void start(RedisConnection open) throws IOException {
        try {
            resume(open);
        } catch (DisturbedException e) {
            isDisturbed = true;
        } catch (JedisDataException e) {
            throw RedisConnections.unusable(redis, e);
        }
    }

    @Override
    public boolean cycle() throws Exception {
        try {
            return work();
        } finally {
            // A batch in flight is not published yet, even if nothing follows it.
            lag = new Lag(Math.max(feed.bytesBehind(), inFlight == null ? 0 : 1), lastArrivalMicros);
        }
    }

    private boolean work() throws Exception {
        try {
            if (connection == null) {
                resume(RedisConnections.open(redis, "connector"));
            } else if (isDisturbed) {
                resume(connection);
            }
            return publish();
        } catch (StreamDamagedException e) {
            rebuild();
            return true;
        } catch (DisturbedException e) {
            LOG.warn("{}: looking where it stands", e.getMessage());
            isDisturbed = true;
            Thread.sleep(backoff.nextMillis());
            return true;
        } catch (JedisException | LeaseLostException e) {
            doubt(e);
        } catch (UserException e) {
            if (connection != null) {
                throw e;
            }
            // Not the lease, which needs a connection: a password that was changed, say, and may be changed back.
            doubt(e);
        } catch (IOException | RuntimeException e) {
            // What was filled and not sent would be passed over: look where the stream stands before going on.
            disconnect();
            throw e;
        }
        if (closing.getAsBoolean()) {
            return false;
        }
        Thread.sleep(backoff.nextMillis());
        return true;
    }

    /** Ticks in the stream that are not stored. Any thread. */
    public long unstoredTicks() {
        return unstored.ticks();
    }

    /** How far the stream is behind the journal. Any thread. */
    public Lag lag() {
        return lag;
    }

    /** Says what was left undone, keeps the mark and gives the lease back; after the last {@link #cycle}. */
    public void close() throws IOException {
        long left = feed.bytesBehind();
        if (left > 0) {
            LOG.warn("{} bytes of the journal are not published yet; the next start goes on there", left);
        }
        stored.save();
        feed.close();
        if (connection != null) {
            try {
                lease.release(connection);
            } catch (JedisException e) {
                LOG.debug("The lease was not given back and will expire", e);
            }
            RedisConnections.close(connection);
        }
    }

    /** One cycle: the next batch is filled while Redis works on the one in flight. */
    private boolean publish() throws Exception {
        // Asked before the journal is: what was journaled before the question must not stay behind.
        boolean isLast = closing.getAsBoolean();
        StreamBatch next = filling.clear();
        feed.fill(next);
        settle();
        checkCounted();
        if (noteProgress()) {
            return true;
        }
        if (!next.isEmpty() || System.nanoTime() - lastSendNanos > RENEWAL_NANOS) {
            inFlight = next;
            filling = next == one ? other : one;
            lastSendNanos = System.nanoTime();
            next.send(connection);
            return true;
        }
        if (isLast) {
            return false;
        }
        if (feed.isWaitingForRoom()) {
            tellNoRoom();
            Thread.sleep(NO_ROOM_MILLIS);
        } else {
            feed.await(IDLE_MILLIS);
        }
        return true;
    }

    private void settle() {
        StreamBatch batch = inFlight;
        if (batch != null) {
            inFlight = null;
            StreamId top = batch.settle(connection);
            published.add(batch.ticks());
            backoff.reset();
            if (batch.ticks() > 0) {
                position.confirm(StreamId.unpack(batch.lastId()));
                lastArrivalMicros = batch.lastArrivalMicros();
            }
            if (!top.equals(position.confirmedUpTo())) {
                throw new DisturbedException();
            }
        }
    }

    /** An entry of another program's may stand above ticks that never came into the stream. */
    private void checkCounted() throws StreamDamagedException {
        if (feed.lastCounted() > position.ownUpTo().pack()) {
            StreamId last = StreamId.unpack(feed.lastCounted());
            if (!Arrays.equals(feed.lastCountedJson(), questions.dataAt(connection, last))) {
                throw new StreamDamagedException();
            }
            position.ownUpTo(last);
        }
    }

    /** Whether the stream's last ID was given by this journal, so that all of its ticks up to there are, or were, in the stream. */
    private boolean isOwn(StreamId top) throws IOException {
        byte[] own = top.equals(StreamId.ZERO) ? null : feed.jsonOf(top);
        byte[] found = own == null ? null : questions.dataAt(connection, top);
        return own == null ? top.equals(StreamId.ZERO) : found == null || Arrays.equals(own, found);
    }

    /**
     * Asks now and then how far the group is; a group that went back, or a stream that did, is a doubt.
     *
     * @return whether the feed went back, so that what it filled is void
     */
    private boolean noteProgress() throws IOException, StreamDamagedException {
        long wait = feed.isWaitingForRoom() ? 0 : PROGRESS_NANOS;
        if (System.nanoTime() - lastProgressNanos < wait) {
            return false;
        }
        GroupProgress now = questions.progress(connection);
        lastProgressNanos = System.nanoTime();
        if (position.lostItsBeginning(now)) {
            throw new StreamDamagedException();
        }
        if (position.wentBack(now)) {
            LOG.warn("The stream or its group went back: looking where it stands");
            resume(connection);
            return true;
        }
        position.note(now);
        stored.save();
        return false;
    }

    /** Finds out where the stream and the group stand, and goes to the journal's first tick that is not stored. */
    private void resume(RedisConnection open) throws IOException {
        connection = open;
        inFlight = null;
        isDisturbed = false;
        lease.acquire(open);
        GroupProgress now = questions.progress(open);
        lastProgressNanos = System.nanoTime();
        journal.raiseIdsTo(now.top());
        position.beginWith(now, isOwn(now.top()));
        StreamId firstInStream = questions.firstAfter(open, stored.get());
        feed.seek(stored.get(), now.top(), firstInStream);
        StreamBatch gaps = filling.clear();
        feed.addRecentGaps(gaps);
        if (!gaps.isEmpty()) {
            gaps.send(open);
            if (!gaps.settle(open).equals(now.top())) {
                throw new DisturbedException();
            }
        }
        lastSendNanos = System.nanoTime();
        if (outage.ends()) {
            LOG.info(
                    "Redis is there again: the stream ends at {}, stored is up to {}, {} bytes of the journal follow",
                    now.top(),
                    stored.get(),
                    feed.bytesBehind());
        }
    }

    /** A stream that lost its beginning can't get it back: it is made anew from the journal. */
    private void rebuild() throws IOException {
        LOG.error(
                "The stream {} lost entries that are not stored: it is written anew from the journal",
                redis.streamName());
        try {
            settle();
            StreamBatch delete = filling.clear();
            delete.addOther(commands.delete());
            delete.send(connection);
            delete.settle(connection);
            resume(connection);
        } catch (DisturbedException e) {
            isDisturbed = true;
        } catch (JedisException | LeaseLostException e) {
            doubt(e);
        }
    }

    private void disconnect() {
        RedisConnections.close(connection);
        connection = null;
        inFlight = null;
    }

    private void doubt(RuntimeException e) {
        if (e instanceof JedisDataException error
                && RedisConnections.code(error).equals("OOM")) {
            makeRoom();
        }
        disconnect();
        outage.goesOn(e);
    }

    /** What is stored is in the stream for convenience only: when memory is out, it goes, so that the receiver can write its keys. */
    private void makeRoom() {
        try {
            connection.sendCommand(commands.trimTo(unstored.ticks()));
            LOG.warn("Redis is out of memory: {} entries that are stored were trimmed", connection.getOne());
        } catch (JedisException e) {
            LOG.debug("The stream could not be trimmed", e);
        }
    }

    private void tellNoRoom() {
        if (System.nanoTime() - toldNoRoomNanos >= TOLD_NO_ROOM_NANOS) {
            toldNoRoomNanos = System.nanoTime();
            LOG.warn(
                    "{} ticks in the stream are not stored: the journal grows until the group {} has stored some (is a receiver"
                            + " running?)",
                    unstored.ticks(),
                    redis.consumerGroup());
        }
    }
}
