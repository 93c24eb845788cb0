package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.publish.JournalFeed.StreamDamagedException;
import dev.liquidity.connector.publish.StreamAppender.Step;
import dev.liquidity.connector.publish.StreamBatch.DisturbedException;
import dev.liquidity.connector.publish.WriterLease.LeaseLostException;
import dev.liquidity.connector.wire.WireFaults;
import java.io.IOException;
import java.time.Duration;
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

    private final Settings.Redis redis;
    private final StoredMark stored;
    private final Unstored unstored = new Unstored();
    private final JournalFeed feed;
    private final StreamAppender appender;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));
    private final Outage outage;

    private boolean isDisturbed;
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
     */
    public StreamPublisher(
            Settings.Redis redis, Duration keyTtl, Journal journal, StoredMark stored, Counters counters) {
        this.redis = redis;
        this.stored = stored;
        StreamCommands commands = new StreamCommands(redis, keyTtl);
        feed = new JournalFeed(journal, commands, unstored, redis.maxStreamLength(), new WireFaults(counters));
        StreamPosition position = new StreamPosition(stored, unstored, redis.maxStreamLength());
        appender = new StreamAppender(redis, journal, commands, stored, position, feed, counters);
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
    public boolean cycle(Closing closing) throws Exception {
        try {
            return work(closing);
        } finally {
            // A batch in flight is not published yet, even if nothing follows it.
            lag = new Lag(Math.max(feed.bytesBehind(), appender.hasInFlight() ? 1 : 0), appender.lastArrivalMicros());
        }
    }

    private boolean work(Closing closing) throws Exception {
        try {
            return publish(closing);
        } catch (DisturbedException e) {
            LOG.warn("{}: looking where it stands", e.getMessage());
            isDisturbed = true;
            Thread.sleep(backoff.nextMillis());
            return true;
        } catch (JedisException | LeaseLostException e) {
            doubt(e);
        } catch (UserException e) {
            if (appender.isConnected()) {
                throw e;
            }
            // Not the lease, which needs a connection: a password that was changed, say, and may be changed back.
            doubt(e);
        } catch (IOException | RuntimeException e) {
            // What was filled and not sent would be passed over: look where the stream stands before going on.
            appender.disconnect();
            throw e;
        }
        if (closing.isRequested()) {
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
    @Override
    public void onClose() throws IOException {
        long left = feed.bytesBehind();
        if (left > 0) {
            LOG.warn("{} bytes of the journal are not published yet; the next start goes on there", left);
        }
        stored.save();
        feed.close();
        appender.close();
    }

    private boolean publish(Closing closing) throws Exception {
        // Asked before the journal is: what was journaled before the question must not stay behind.
        boolean isLast = closing.isRequested();
        if (!appender.isConnected()) {
            resume(RedisConnections.open(redis, "connector"));
        } else if (isDisturbed) {
            appender.goBack();
            isDisturbed = false;
        }
        boolean hadInFlight = appender.hasInFlight();
        Step step = stepOrRebuild();
        if (hadInFlight) {
            backoff.reset();
        }
        if (step == Step.AT_END && !isLast) {
            feed.await(IDLE_MILLIS);
        } else if (step == Step.NO_ROOM && !isLast) {
            tellNoRoom();
            Thread.sleep(NO_ROOM_MILLIS);
        }
        return step == Step.TAKEN || !isLast;
    }

    private Step stepOrRebuild() throws IOException {
        try {
            return appender.step();
        } catch (StreamDamagedException e) {
            appender.rebuild();
            return Step.TAKEN;
        }
    }

    private void resume(RedisConnection open) throws IOException {
        appender.resume(open);
        isDisturbed = false;
        if (outage.ends()) {
            LOG.info(
                    "Redis is there again: stored is up to {}, {} bytes of the journal follow",
                    stored.get(),
                    feed.bytesBehind());
        }
    }

    private void doubt(RuntimeException e) {
        if (appender.isConnected()
                && e instanceof JedisDataException error
                && RedisConnections.code(error).equals("OOM")) {
            appender.makeRoom(unstored.ticks());
        }
        appender.disconnect();
        outage.goesOn(e);
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
