package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.stream.FeedGap;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes one socket's frames on and records its gaps: each interruption, from the last message before it to the first
 * one after it, however many connections were tried in between; and the frames that the sink dropped, from the last
 * message before the first of them to the last of them. Thread-safe.
 */
final class GapWatch {
    private static final Logger LOG = LoggerFactory.getLogger(GapWatch.class);

    /** People are told of an interruption that is longer than a minute. */
    private static final long TOLD_MICROS = 60_000_000;

    private final int socket;
    private final int instruments;
    private final FrameSink sink;
    private final InstantSource clock;
    private long lastMessageMicros;
    private String interruption;
    private long dropped;
    private long droppedFromMicros;
    private long droppedToMicros;

    /**
     * @param instruments how many the socket subscribes
     * @param sinceMicros when the last message came, or could first have come; microseconds since the epoch
     * @param interruption why nothing has come since; null if nothing is amiss
     */
    GapWatch(int socket, int instruments, FrameSink sink, InstantSource clock, long sinceMicros, String interruption) {
        this.socket = socket;
        this.instruments = instruments;
        this.sink = sink;
        this.clock = clock;
        lastMessageMicros = sinceMicros;
        this.interruption = interruption;
    }

    /** Notes a message without packets: a heartbeat or a text. */
    void onMessage() {
        noteMessage(now());
    }

    /** Passes a frame on, stamped with the present time; may wait as long as the sink does. */
    void onFrame(byte[] bytes) {
        long now = now();
        long before = noteMessage(now);
        // Without the lock: the thread that keeps the socket connected must not wait for the sink.
        if (sink.onFrame(socket, now, bytes)) {
            recordDrops();
        } else {
            noteDrop(before, now);
        }
    }

    /** Notes that the connection ended; of several reasons for one interruption the first counts. */
    synchronized void onInterruption(String why) {
        if (interruption == null) {
            interruption = why;
        }
    }

    /** Records what is open at the end of the recording. */
    synchronized void onEnd() {
        recordInterruption(now());
        recordDrops();
    }

    private long now() {
        return EpochMicros.of(clock.instant());
    }

    private synchronized long noteMessage(long micros) {
        long before = lastMessageMicros;
        recordInterruption(micros);
        interruption = null;
        lastMessageMicros = micros;
        return before;
    }

    private synchronized void noteDrop(long lastMessageBeforeMicros, long micros) {
        if (dropped++ == 0) {
            droppedFromMicros = lastMessageBeforeMicros;
        }
        droppedToMicros = micros;
    }

    private void recordInterruption(long untilMicros) {
        if (interruption != null) {
            LOG.warn(
                    untilMicros - lastMessageMicros > TOLD_MICROS ? Notice.TELL : null,
                    "Nothing arrived on socket {} from {} to {}: {}",
                    socket,
                    Ist.formatMicros(lastMessageMicros),
                    Ist.formatMicros(untilMicros),
                    interruption);
            record(lastMessageMicros, untilMicros, interruption);
        }
    }

    private synchronized void recordDrops() {
        if (dropped > 0) {
            record(droppedFromMicros, droppedToMicros, dropped + " frames dropped: the journal's disk did not keep up");
            dropped = 0;
        }
    }

    private void record(long fromMicros, long toMicros, String reason) {
        long to = Math.max(fromMicros, toMicros);
        sink.onGap(
                new FeedGap(socket, EpochMicros.toInstant(fromMicros), EpochMicros.toInstant(to), reason, instruments));
    }
}
