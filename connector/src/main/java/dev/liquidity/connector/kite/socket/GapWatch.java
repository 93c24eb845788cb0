package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.stream.FeedGap;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes one socket's frames on and records its gaps: each interruption, from the last message before it to the first
 * one after it, however many connections were tried in between; the same of frames when they alone are missing; and the
 * frames that the sink dropped, from the last message before the first of them to the last of them. Thread-safe.
 */
final class GapWatch {
    private static final Logger LOG = LoggerFactory.getLogger(GapWatch.class);
    /** A gap that people are told. */
    private static final long LONG_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    private final int socket;
    private final IntSupplier instruments;
    private final FrameSink sink;
    private final InstantSource clock;
    private long lastMessageMicros;
    /** The last frame, or the end of the last gap. */
    private long framesSinceMicros;

    private String interruption;
    private boolean lastsUntilAFrame;
    private long dropped;
    private long droppedFromMicros;
    private long droppedToMicros;

    /**
     * @param instruments how many the socket subscribes now
     * @param sinceMicros when the last message came, or could first have come; microseconds since the epoch
     * @param interruption why nothing has come since; null if nothing is amiss
     */
    GapWatch(
            int socket,
            IntSupplier instruments,
            FrameSink sink,
            InstantSource clock,
            long sinceMicros,
            String interruption) {
        this.socket = socket;
        this.instruments = instruments;
        this.sink = sink;
        this.clock = clock;
        lastMessageMicros = sinceMicros;
        framesSinceMicros = sinceMicros;
        this.interruption = interruption;
    }

    /** Notes a message without packets: a heartbeat or a text. */
    void onMessage() {
        noteMessage(now(), false);
    }

    /** Passes a frame on, stamped with the present time; may wait as long as the sink does. */
    void onFrame(byte[] bytes) {
        long now = now();
        long before = noteMessage(now, true);
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

    /** Notes that frames are missing though other messages come: since the last one, until the next one. */
    synchronized void onMissingFrames() {
        if (interruption == null) {
            interruption = "heartbeats, but no ticks: the feed is silent, or the exchange has halted";
            lastsUntilAFrame = true;
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

    private synchronized long noteMessage(long micros, boolean isFrame) {
        long before = lastMessageMicros;
        if (isFrame || !lastsUntilAFrame) {
            recordInterruption(micros);
            interruption = null;
            lastsUntilAFrame = false;
        }
        lastMessageMicros = micros;
        if (isFrame) {
            framesSinceMicros = micros;
        }
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
            long from = lastsUntilAFrame ? framesSinceMicros : lastMessageMicros;
            // Of missing frames the socket itself has told.
            LOG.warn(
                    lastsUntilAFrame || untilMicros - from < LONG_MICROS ? null : Notice.TELL,
                    "No ticks on socket {} from {} to {}: {}",
                    socket,
                    Ist.formatMicros(from),
                    Ist.formatMicros(untilMicros),
                    interruption);
            record(from, untilMicros, interruption);
            framesSinceMicros = untilMicros;
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
        sink.onGap(new FeedGap(
                socket, EpochMicros.toInstant(fromMicros), EpochMicros.toInstant(to), reason, instruments.getAsInt()));
    }
}
