package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.publish.StreamCursor.Decision;
import dev.liquidity.connector.publish.StreamCursor.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Does the publisher's I/O with Redis: takes the lease, looks where the stream stands, and adds the journal's ticks batch by batch, as
 * {@link StreamCursor} decides. A batch is filled while Redis works on the one before. After any doubt the next step is another look. Not
 * thread-safe: used by the publisher thread only.
 */
final class StreamSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);
    private static final int BATCH_TICKS = 500;
    private static final int PAGE = 500;
    private static final int RECENT_GAPS = 500;
    private static final long OBSERVATION_NANOS = Duration.ofMillis(200).toNanos();
    private static final long RENEWAL_NANOS =
            Duration.ofMillis(WriterLease.TTL_MILLIS / 3).toNanos();
    private static final long REBUILD_RETRY_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long WARNING_NANOS = Duration.ofMinutes(1).toNanos();

    /** What came of a step. */
    enum Outcome {
        /** There may be more to do at once. */
        MOVED,
        /** Everything journaled is in the stream. */
        AT_END,
        /** The stream is full of entries that are not stored. */
        NO_ROOM,
        /** Ticks are missing below another program's entry, and the stream can't be rebuilt yet. */
        HELD,
        /** The stream is not as it was: the next step looks where it stands. */
        DISTURBED
    }

    /** What ended the filling of a batch. */
    private enum Filled {
        BATCH,
        JOURNAL,
        WAIT,
        ASK,
        MISSING
    }

    private final Settings.Redis redis;
    private final Journal journal;
    private final StoredMark stored;
    private final JournalTicks ticks;
    private final StreamCursor cursor;
    private final ForeignWriter foreign;
    private final StreamCommands commands;
    private final WriterLease lease;
    private final StreamRebuild rebuild;
    private final byte[] group;
    private final Counters.Counter published;
    private final TickWriter json = new TickWriter();
    private final NavigableMap<Long, byte[]> recentGaps = new TreeMap<>();

    private RedisConnection connection;
    private boolean mustLook;
    private boolean isRebuilt;
    private StreamBatch filling;
    private StreamBatch spare;
    private StreamBatch inFlight;
    /** The next tick of the frame at hand. */
    private int tickIndex;

    private Map<Long, Instrument> publishedInstruments;
    private LocalDate publishedDate;
    private long observedNanos;
    private long sentNanos;
    private long rebuildNanos;
    private long warnedNanos = System.nanoTime() - WARNING_NANOS;

    StreamSession(
            Settings.Redis redis,
            Duration keyTtl,
            Journal journal,
            StoredMark stored,
            ForeignWriter foreign,
            Counters counters) {
        this.redis = redis;
        this.journal = journal;
        this.stored = stored;
        this.foreign = foreign;
        ticks = new JournalTicks(journal, counters);
        cursor = new StreamCursor(stored.get().pack(), redis.maxStreamLength());
        commands = new StreamCommands(redis, keyTtl);
        lease = new WriterLease(redis, journal.writerId());
        group = SafeEncoder.encode(redis.consumerGroup());
        rebuild = new StreamRebuild(commands, lease, ticks, group, redis.maxStreamLength());
        published = counters.counter("published", "ticks that Redis has confirmed");
        filling = new StreamBatch(lease);
        spare = new StreamBatch(lease);
    }

    /** Entries in the stream that are not stored. Thread-safe. */
    long unstored() {
        return cursor.unstored();
    }

    /** True while a batch is on its way. */
    boolean hasInFlight() {
        return inFlight != null;
    }

    /** Bytes of the journal that no batch has yet. */
    long bytesBehind() {
        return ticks.bytesBehind() + (tickIndex < ticks.count() ? ticks.frameBytes() : 0);
    }

    /** Waits for more to be journaled. */
    void await(long millis) throws InterruptedException {
        ticks.await(millis);
    }

    /**
     * Goes one batch further, or looks where the stream stands.
     *
     * @param on the connection; another than before if that one failed
     * @throws JedisException if Redis fails or refuses: call {@link #disconnect}
     * @throws UserException ({@link ExitCode#REDIS}) if another connector has the lease, or no tick can follow the stream's last entry
     */
    Outcome step(RedisConnection on) throws IOException {
        if (on != connection || mustLook) {
            connection = on;
            inFlight = null;
            return look();
        }
        StreamBatch next = filling.clear();
        Filled filled = fill(next);
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
        if (!next.isEmpty() || System.nanoTime() - sentNanos > RENEWAL_NANOS) {
            send(next);
            return Outcome.MOVED;
        }
        return switch (filled) {
            case JOURNAL -> Outcome.AT_END;
            case WAIT -> Outcome.NO_ROOM;
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
            full.sendCommand(commands.trimTo(cursor.unstored()));
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
        if (connection != null) {
            try {
                settle();
                lease.release(connection);
            } catch (JedisException e) {
                LOG.debug("The lease was not released and will expire", e);
            }
        }
    }

    private Outcome doubt() {
        mustLook = true;
        return Outcome.DISTURBED;
    }

    /** Takes the lease, asks how stream and group stand, and goes to the journal's first tick that is not stored. */
    private Outcome look() throws IOException {
        mustLook = true;
        lease.acquire(connection);
        StreamState now = ask();
        journal.raiseIdsTo(now.topId());
        boolean isTopOurs = now.topId().equals(StreamId.ZERO) || ticks.gave(now.topId());
        if (now.top() < cursor.top() && !isRebuilt) {
            LOG.warn(
                    "The stream {} ends at {} and not at {}: Redis forgot entries, which are added again",
                    redis.streamName(),
                    now.topId(),
                    StreamId.unpack(cursor.top()));
        }
        if (!isTopOurs && foreign.saw(now.top(), System.nanoTime())) {
            warnOfForeignEntry(now.topId());
        }
        cursor.begin(now, isTopOurs);
        stored.raiseTo(StreamId.unpack(cursor.stored()));
        ticks.seek(stored.get());
        tickIndex = 0;
        publishedInstruments = null;
        mustLook = false;
        isRebuilt = false;
        observedNanos = System.nanoTime();
        // A Redis that was emptied has forgotten the gaps, too, even if the ticks after them are stored.
        StreamBatch gaps = filling.clear();
        recentGaps.forEach((id, gap) -> gaps.addOther(commands.gap(id, gap)));
        send(gaps);
        return Outcome.MOVED;
    }

    private StreamState ask() {
        StreamState now = StreamState.ask(connection, commands.stream(), group);
        if (!now.topId().isPackable()) {
            throw new UserException(
                    ExitCode.REDIS,
                    "the stream " + redis.streamName() + " has an entry " + now.topId()
                            + ", beyond every time: no tick can follow it; choose another redis.stream_name or delete it");
        }
        return now;
    }

    private void warnOfForeignEntry(StreamId id) {
        if (System.nanoTime() - warnedNanos >= WARNING_NANOS) {
            warnedNanos = System.nanoTime();
            LOG.warn("The stream {} has an entry of another program, {}: it stays", redis.streamName(), id);
        }
    }

    private Filled fill(StreamBatch batch) throws IOException {
        while (true) {
            for (; tickIndex < ticks.count(); tickIndex++) {
                long id = ticks.id(tickIndex);
                Decision decision = cursor.decide(id, ticks.lastId());
                switch (decision) {
                    case ADD -> {
                        json.encode(ticks.tick(tickIndex));
                        commands.addTick(batch.commands(), id, json);
                        batch.addedTick(id);
                    }
                    case WAIT -> {
                        return Filled.WAIT;
                    }
                    case ASK -> {
                        return Filled.ASK;
                    }
                    case MISSING -> {
                        return Filled.MISSING;
                    }
                    case SKIP, COUNT -> {}
                }
            }
            if (batch.ticks() >= BATCH_TICKS) {
                return Filled.BATCH;
            }
            if (!ticks.next()) {
                return Filled.JOURNAL;
            }
            tickIndex = 0;
            switch (ticks.kind()) {
                case INSTRUMENTS -> addInstruments(batch);
                case GAP -> addGap(batch);
                case TICKS -> {}
            }
        }
    }

    /** Each file of the journal has the instruments; Redis gets them once, and keeps them as long as there are files of their day. */
    private void addInstruments(StreamBatch batch) {
        LocalDate date = Ist.date(ticks.arrivedAtMicros());
        if (!ticks.instruments().isEmpty()) {
            if (ticks.instruments() != publishedInstruments || !date.equals(publishedDate)) {
                commands.addInstruments(batch, ticks.instruments().values(), date);
                publishedInstruments = ticks.instruments();
                publishedDate = date;
            }
            commands.keepInstruments(batch, date);
        }
    }

    private void addGap(StreamBatch batch) {
        recentGaps.put(ticks.gapId(), ticks.gap());
        if (recentGaps.size() > RECENT_GAPS) {
            recentGaps.pollFirstEntry();
        }
        batch.addOther(commands.gap(ticks.gapId(), ticks.gap()));
    }

    private void send(StreamBatch batch) {
        inFlight = batch;
        filling = spare;
        spare = batch;
        sentNanos = System.nanoTime();
        batch.send(connection);
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
        return cursor.carriedOut(batch.lastId(), top) == Verdict.GO_ON;
    }

    /** Reports the stream's next entries to the cursor. */
    private void reportEntries() {
        connection.sendCommand(commands.entriesAfter(StreamId.unpack(cursor.reported()), PAGE));
        List<?> entries = (List<?>) connection.getOne();
        cursor.found(entries.stream()
                .map(entry -> StreamId.parse((byte[]) ((List<?>) entry).get(0)))
                .mapToLong(StreamState::packed)
                .filter(id -> id <= cursor.top())
                .toArray());
    }

    /** Asks now and then how stream and group stand; false if they are not as they were. */
    private boolean observe(long afterNanos) {
        if (System.nanoTime() - observedNanos < afterNanos) {
            return true;
        }
        StreamState now = ask();
        observedNanos = System.nanoTime();
        if (cursor.observe(now) == Verdict.LOOK_AGAIN) {
            return false;
        }
        stored.raiseTo(StreamId.unpack(cursor.stored()));
        stored.save();
        return true;
    }

    /** While another program may be writing, the stream is left alone: the ticks are safe in the journal. */
    private Outcome rebuildWhenQuiet() throws IOException {
        mustLook = true;
        long now = System.nanoTime();
        if (!foreign.isQuiet(now) || now - rebuildNanos < 0) {
            return Outcome.HELD;
        }
        StreamRebuild.Result result = rebuild.run(connection, cursor.stored());
        if (result == StreamRebuild.Result.NO_ROOM) {
            rebuildNanos = System.nanoTime() + REBUILD_RETRY_NANOS;
            return Outcome.NO_ROOM;
        }
        isRebuilt = result == StreamRebuild.Result.REBUILT;
        return isRebuilt ? Outcome.MOVED : Outcome.DISTURBED;
    }
}
