package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.journal.JournalTicks;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.common.stream.RedisOutage;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Follows the journal and adds its ticks to the stream, each under the ID that it was given when it was journaled.
 *
 * <p>The promise: every tick of the journal above the {@link StoredMark} comes to the stream once, in order, and none
 * is trimmed from it before the group has acknowledged it. After any doubt (a lost reply, a new connection, an
 * emptied Redis) the publisher compares the journal with the stream: it adds a tick that is not there, and none that
 * is. While the stream holds as many unstored entries as it may, the publisher waits and the journal grows. With
 * {@link Settings.Keep#LENGTH} it does not: the stream is trimmed by length, and what was trimmed counts as stored.
 *
 * <p>The stream may hold entries of another program; none of them is lost. But if the other program goes on writing,
 * the connector ends: IDs of two writers are in order only by chance.
 */
public final class StreamPublisher implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(StreamPublisher.class);
    private static final long IDLE_MILLIS = 100;
    private static final long PAUSE_MILLIS = 20;

    private final Settings.Redis redis;
    private final RedisLink link;
    private final JournalTicks ticks;
    private final StreamCursor cursor;
    private final WriterLease lease;
    private final StreamSession session;

    private Outcome outcome;
    private volatile long bytesBehind;
    private volatile long waitingSinceMicros;
    /** Without Redis since the start the journal is not read. */
    private volatile long neverReadSinceMicros;

    /** @param keyTtl of the hash of instruments */
    public StreamPublisher(
            Settings.Redis redis, Duration keyTtl, Journal journal, StoredMark stored, Counters counters) {
        this.redis = redis;
        link = RedisLink.outlastingRefusals(redis, "connector", new RedisOutage("ticks go to the journal", counters));
        ticks = new JournalTicks(journal, counters);
        cursor = new StreamCursor(stored.get().pack(), redis.maxStreamLength(), redis.keep() == Settings.Keep.UNSTORED);
        lease = new WriterLease(redis, journal);
        session = new StreamSession(redis, keyTtl, journal, stored, ticks, cursor, lease, counters);
    }

    /**
     * Takes the writer's lease and raises the journal's IDs above the stream's. Called by the thread that starts the
     * program, before the first tick is journaled.
     *
     * @param open the connection to go on with
     * @throws UserException ({@link ExitCode#REDIS}) if another connector has the lease, or Redis refuses
     * @throws InterruptedException if a stop is requested while an earlier lease has not expired
     */
    public void start(RedisConnection open, StopSignal stop) throws IOException, InterruptedException {
        if (redis.keep() == Settings.Keep.LENGTH) {
            LOG.info(
                    "redis.keep is length: the stream is trimmed to {} entries, also of those that the group {} has not"
                            + " stored",
                    redis.maxStreamLength(),
                    redis.consumerGroup());
        }
        try {
            lease.awaitEarlierOwn(open, stop);
            session.step(open);
            // Reads the replies to the first step: a missing right shows there.
            session.step(open);
            link.use(open);
        } catch (JedisDataException e) {
            if (redis.isCluster() && !RedisConnections.isRefusal(redis, e)) {
                // A slot on its way passes; the first cycles go on as after any failure.
                LOG.warn("Redis at {}: {}", RedisConnections.address(redis), e.getMessage());
                session.disconnect();
                RedisConnections.close(open);
                return;
            }
            throw RedisConnections.unusable(redis, e);
        }
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        // Asked before the journal is read: what was journaled before the request must be published.
        boolean isLast = closing.isRequested();
        try {
            return link.attempt(closing, this::step) ? goOn(closing, isLast) : !isLast;
        } finally {
            bytesBehind = session.bytesBehind();
            waitingSinceMicros = ticks.lastArrivedAtMicros();
        }
    }

    /** Bytes of the journal that are not published. Thread-safe. */
    public long bytesBehind() {
        return bytesBehind;
    }

    /** How long the journal's first tick that is not published has been waiting. Thread-safe. */
    public long secondsToStream(long nowMicros) {
        if (neverReadSinceMicros == 0 || bytesBehind == 0) {
            neverReadSinceMicros = nowMicros;
        }
        long since = waitingSinceMicros == 0 ? neverReadSinceMicros : waitingSinceMicros;
        return bytesBehind == 0 ? 0 : seconds(nowMicros - since);
    }

    /** How long the stream's first tick that is not stored has been waiting. Thread-safe. */
    public long secondsToStore(long nowMicros) {
        long first = cursor.firstUnstored();
        return first < 0 ? 0 : seconds(nowMicros - StreamId.unpack(first).millis() * 1000);
    }

    /** In whole seconds; a clock may have been set back. */
    private static long seconds(long micros) {
        return Math.max(0, micros / 1_000_000);
    }

    /** Entries in the stream that are not stored. Thread-safe. */
    public long unstoredTicks() {
        return cursor.unstored();
    }

    /** Saves the mark and releases the lease. */
    @Override
    public void onClose() throws IOException {
        if (session.bytesBehind() > 0) {
            LOG.warn(
                    "What has arrived since {} is not published yet; the next start goes on there",
                    Ist.format(ticks.lastArrivedAtMicros()));
        }
        session.close();
        link.close();
    }

    private void step(RedisConnection connection) {
        outcome = null;
        try {
            outcome = session.step(connection);
        } catch (JedisDataException e) {
            if (RedisConnections.code(e).equals("OOM")) {
                session.makeRoom(connection);
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (outcome == null) {
                session.disconnect();
            }
        }
    }

    private boolean goOn(Closing closing, boolean isLast) throws InterruptedException {
        switch (outcome) {
            case MOVED -> {}
            case FOREIGN_WRITER ->
                throw new UserException(
                        ExitCode.REDIS,
                        "another program writes to the stream " + redis.streamName()
                                + ": choose another redis.stream_name or redis.db; ticks that are not stored stay in"
                                + " the journal, and the next start publishes them");
            case DISTURBED -> closing.await(PAUSE_MILLIS);
            case AT_END -> {
                if (!isLast) {
                    ticks.await(IDLE_MILLIS);
                }
                return !isLast;
            }
            case HELD -> {
                closing.await(PAUSE_MILLIS);
                return !isLast;
            }
        }
        return true;
    }
}
