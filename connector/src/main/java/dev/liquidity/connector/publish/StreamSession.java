package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.journal.JournalTicks;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisNodes;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.publish.TickFeed.Filled;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Does the publisher's I/O with Redis: takes the lease, looks where the stream stands, and adds the journal's ticks
 * batch by batch, as {@link StreamCursor} decides. A batch is filled while Redis works on the one before. After any
 * doubt the next step is another look. Not thread-safe: used by the publisher thread only.
 */
final class StreamSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);
    private static final int PAGE = 500;
    private static final long OBSERVATION_NANOS = Duration.ofMillis(200).toNanos();

    private final Settings.Redis redis;
    private final RedisNodes nodes;
    private final Journal journal;
    private final StoredMark stored;
    private final JournalTicks ticks;
    private final StreamCursor cursor;
    private final TickFeed feed;
    private final ForeignWriter foreign;
    private final GroupWatch groups;
    private final StreamCommands commands;
    private final WriterLease lease;
    private final StreamRebuild rebuild;
    private final Counters.Counter published;
    private RedisConnection connection;
    private boolean mustLook;
    private boolean isRebuilt;
    private StreamId pageAfter;
    private StreamBatch filling;
    private StreamBatch spare;
    private StreamBatch inFlight;
    private long observedNanos;
    private long sentNanos;

    StreamSession(
            Settings.Redis redis,
            Duration keyTtl,
            Journal journal,
            StoredMark stored,
            JournalTicks ticks,
            StreamCursor cursor,
            WriterLease lease,
            Counters counters) {
        this.redis = redis;
        this.journal = journal;
        this.stored = stored;
        this.ticks = ticks;
        this.cursor = cursor;
        this.lease = lease;
        foreign = new ForeignWriter(redis.streamName());
        groups = new GroupWatch(redis, counters, System.nanoTime());
        commands = new StreamCommands(redis, keyTtl);
        feed = new TickFeed(ticks, cursor, commands);
        nodes = new RedisNodes(redis, "connector-instruments");
        rebuild = new StreamRebuild(redis, commands, lease, ticks);
        published = counters.counter("published", "ticks that Redis has confirmed");
        filling = new StreamBatch(lease);
        spare = new StreamBatch(lease);
    }

    /** Bytes of the journal that Redis has not confirmed; at least 1 while a batch is in flight. */
    long bytesBehind() {
        return Math.max(feed.bytesBehind(), inFlight == null ? 0 : 1);
    }

    /**
     * Goes one batch further, or looks where the stream stands.
     *
     * @param on the connection; another than before if that one failed
     * @throws JedisException if Redis fails or refuses: call {@link #disconnect}
     * @throws UserException ({@link ExitCode#REDIS}) if another connector has the lease, or no tick can follow the
     *     stream's last entry
     */
    Outcome step(RedisConnection on) throws IOException {
        if (rebuild.isWaitingForRoom()) {
            return noRoom();
        }
        if (on != connection || mustLook) {
            connection = on;
            inFlight = null;
            return look();
        }
        StreamBatch next = filling.clear();
        Filled filled = feed.fill(next);
        if (!settle()) {
            return doubt();
        }
        if (filled == Filled.MISSING) {
            return rebuildWhenQuiet();
        }
        if (filled == Filled.ASK) {
            reportEntries();
        }
        if (!observe(filled == Filled.WAIT ? 0 : OBSERVATION_NANOS)) {
            return doubt();
        }
        if (!next.isEmpty() || System.nanoTime() - sentNanos > WriterLease.RENEWAL_NANOS) {
            send(next);
            return Outcome.MOVED;
        }
        return switch (filled) {
            case JOURNAL -> Outcome.AT_END;
            case WAIT -> noRoom();
            default -> Outcome.MOVED;
        };
    }

    /** Forgets the connection: what was in flight on it may be in the stream or not. */
    void disconnect() {
        connection = null;
        inFlight = null;
    }

    /** Trims stored entries, which Redis keeps for convenience only, so that a receiver gets memory for its keys. */
    void makeRoom(RedisConnection full) {
        try {
            full.sendCommand(commands.trimUpTo(stored.get()));
            LOG.warn("Redis is out of memory: {} stored entries were trimmed", full.getOne());
        } catch (JedisException e) {
            LOG.debug("The stream could not be trimmed", e);
        }
    }

    /** Saves the mark, and releases the lease if connected. */
    @Override
    public void close() throws IOException {
        stored.save();
        ticks.close();
        nodes.close();
        if (connection != null) {
            try {
                settle();
                lease.release(connection);
            } catch (JedisException e) {
                LOG.debug("The lease was not released and will expire", e);
            }
        }
    }

    private Outcome noRoom() {
        groups.noRoom(cursor.unstored(), System.nanoTime());
        return Outcome.HELD;
    }

    private Outcome doubt() {
        mustLook = true;
        return Outcome.DISTURBED;
    }

    /** Takes the lease, asks how stream and group stand, and goes to the journal's first tick that is not stored. */
    private Outcome look() throws IOException {
        lease.acquire(connection);
        StreamState now = StreamState.ask(connection, redis);
        journal.raiseIdsTo(now.topId());
        boolean isTopOurs = now.topId().equals(StreamId.ZERO) || ticks.gave(now.topId());
        if (now.top() < cursor.top() && !isRebuilt) {
            groups.forgot(now, cursor.top());
        }
        if (!isTopOurs) {
            foreign.saw(now.top(), System.nanoTime());
        }
        cursor.begin(now, isTopOurs);
        stored.raiseTo(StreamId.unpack(cursor.stored()));
        mustLook = false;
        isRebuilt = false;
        observedNanos = System.nanoTime();
        StreamBatch first = filling.clear();
        feed.begin(stored.get(), first);
        pageAfter = stored.get();
        // Left over if the connector died while it rebuilt the stream.
        first.addOther(commands.dropCopy());
        send(first);
        return foreign.isAlive() ? Outcome.FOREIGN_WRITER : Outcome.MOVED;
    }

    private void send(StreamBatch batch) {
        inFlight = batch;
        filling = spare;
        spare = batch;
        sentNanos = System.nanoTime();
        batch.send(connection, nodes);
    }

    /** Reads the replies to the batch in flight; false if it was not carried out, or if the stream changed after it. */
    private boolean settle() {
        StreamBatch batch = inFlight;
        if (batch == null) {
            return true;
        }
        inFlight = null;
        long top = batch.settle(connection);
        if (top == WriterLease.LOST) {
            return false;
        }
        published.add(batch.ticks());
        return cursor.carriedOut(batch.lastId(), top);
    }

    /** Reports the stream's next entries to the cursor. */
    private void reportEntries() {
        connection.sendCommand(commands.entriesAfter(pageAfter, PAGE));
        List<StreamId> ids = StreamState.ids(connection.getOne());
        cursor.found(ids.stream().mapToLong(StreamState::packed).toArray());
        pageAfter = ids.isEmpty() ? pageAfter : ids.get(ids.size() - 1);
    }

    /** Asks now and then how stream and group stand; false if they are not as they were. */
    private boolean observe(long afterNanos) {
        if (System.nanoTime() - observedNanos < afterNanos) {
            return true;
        }
        StreamState now = StreamState.ask(connection, redis);
        observedNanos = System.nanoTime();
        if (!cursor.observe(now)) {
            return false;
        }
        groups.saw(now, cursor.takeLost(), observedNanos);
        stored.raiseTo(StreamId.unpack(cursor.stored()));
        stored.save();
        return true;
    }

    /** While another program may be writing, the stream is left alone: the ticks are safe in the journal. */
    private Outcome rebuildWhenQuiet() throws IOException {
        mustLook = true;
        if (!foreign.isQuiet(System.nanoTime())) {
            return Outcome.HELD;
        }
        isRebuilt = rebuild.run(connection, cursor.stored());
        return isRebuilt ? Outcome.MOVED : rebuild.isWaitingForRoom() ? noRoom() : Outcome.DISTURBED;
    }
}
