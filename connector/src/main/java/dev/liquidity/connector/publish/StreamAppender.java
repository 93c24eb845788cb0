package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.publish.JournalFeed.StreamDamagedException;
import dev.liquidity.connector.publish.StreamBatch.DisturbedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Appends the journal's ticks to the stream over one connection after another: knows where the stream stands, fills a batch while Redis works
 * on the one before, and checks with every reply that nobody else has changed the stream. Whatever is thrown, {@link #resume} is the way
 * on. Serves one thread.
 */
final class StreamAppender {
    private static final Logger LOG = LoggerFactory.getLogger(StreamAppender.class);
    private static final long PROGRESS_NANOS = Duration.ofMillis(200).toNanos();
    private static final long RENEWAL_NANOS =
            Duration.ofMillis(WriterLease.TTL_MILLIS / 3).toNanos();

    private final Settings.Redis redis;
    private final Journal journal;
    private final StreamCommands commands;
    private final StreamQuestions questions;
    private final WriterLease lease;
    private final StoredMark stored;
    private final StreamPosition position;
    private final JournalFeed feed;
    private final Counters.Counter published;
    private final StreamBatch one;
    private final StreamBatch other;

    private RedisConnection connection;
    private StreamBatch filling;
    private StreamBatch inFlight;
    private long lastProgressNanos;
    private long lastSendNanos;
    private long lastArrivalMicros;

    /** What came of an attempt to go on. */
    enum Step {
        /** Something was sent, or the way was gone back: there may be more to do at once. */
        TAKEN,
        /** Nothing is there to be sent. */
        AT_END,
        /** Something is, but the stream may hold no more. */
        NO_ROOM
    }

    StreamAppender(
            Settings.Redis redis,
            Journal journal,
            StreamCommands commands,
            StoredMark stored,
            StreamPosition position,
            JournalFeed feed,
            Counters counters) {
        this.redis = redis;
        this.journal = journal;
        this.commands = commands;
        this.stored = stored;
        this.position = position;
        this.feed = feed;
        questions = new StreamQuestions(redis, commands);
        lease = new WriterLease(redis, journal.writerId());
        published = counters.counter("published", "ticks that Redis has confirmed");
        one = new StreamBatch(lease);
        other = new StreamBatch(lease);
        filling = one;
    }

    /**
     * Goes one batch further: the next one is filled while Redis works on the one in flight, whose replies are read then.
     *
     * @throws StreamDamagedException when ticks that must be in the stream are not: {@link #rebuild}
     * @throws DisturbedException when somebody else changed the stream
     */
    Step step() throws IOException, StreamDamagedException {
        StreamBatch next = filling.clear();
        feed.fill(next);
        settle();
        checkCounted();
        if (noteProgress()) {
            return Step.TAKEN;
        }
        if (!next.isEmpty() || System.nanoTime() - lastSendNanos > RENEWAL_NANOS) {
            inFlight = next;
            filling = next == one ? other : one;
            lastSendNanos = System.nanoTime();
            next.send(connection);
            return Step.TAKEN;
        }
        return feed.isWaitingForRoom() ? Step.NO_ROOM : Step.AT_END;
    }

    /** Whether a batch was sent that Redis has not confirmed. */
    boolean hasInFlight() {
        return inFlight != null;
    }

    /** Arrival of the last tick that Redis has confirmed, microseconds since the epoch; 0 before the first. */
    long lastArrivalMicros() {
        return lastArrivalMicros;
    }

    /** Whether there is a connection, of which nothing bad is known. */
    boolean isConnected() {
        return connection != null;
    }

    /** Closes the connection and forgets what was in flight on it. */
    void disconnect() {
        RedisConnections.close(connection);
        connection = null;
        inFlight = null;
    }

    /** What is stored is in the stream for convenience only: when memory is out, it goes, so that the receiver can write its keys. */
    void makeRoom(long keep) {
        try {
            connection.sendCommand(commands.trimTo(keep));
            LOG.warn("Redis is out of memory: {} entries that are stored were trimmed", connection.getOne());
        } catch (JedisException e) {
            LOG.debug("The stream could not be trimmed", e);
        }
    }

    /** Gives the lease back and disconnects. */
    void close() {
        if (connection != null) {
            try {
                lease.release(connection);
            } catch (JedisException e) {
                LOG.debug("The lease was not given back and will expire", e);
            }
            disconnect();
        }
    }

    /**
     * Takes the lease, finds out where the stream and the group stand, and goes to the journal's first tick that is not stored.
     *
     * @param open the connection from here on
     */
    void resume(RedisConnection open) throws IOException {
        connection = open;
        inFlight = null;
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
    }

    /** Does so on the connection that is there. */
    void goBack() throws IOException {
        resume(connection);
    }

    /** A stream that lost its beginning can't get it back: it is made anew from the journal. */
    void rebuild() throws IOException {
        LOG.error(
                "The stream {} lost entries that are not stored: it is written anew from the journal",
                redis.streamName());
        settle();
        StreamBatch delete = filling.clear();
        delete.addOther(commands.delete());
        delete.send(connection);
        delete.settle(connection);
        goBack();
    }

    private void settle() {
        StreamBatch batch = inFlight;
        if (batch != null) {
            inFlight = null;
            StreamId top = batch.settle(connection);
            published.add(batch.ticks());
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
            goBack();
            return true;
        }
        position.note(now);
        stored.save();
        return false;
    }
}
