package dev.liquidity.connector.publish;

import dev.liquidity.common.stream.StreamId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a stray entry of another program in the stream from a program that goes on writing. Entries that come within a
 * second count once: a program is alive when it was seen four times within a minute. Times are {@link System#nanoTime}.
 * Not thread-safe: used by the publisher thread only.
 */
final class ForeignWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignWriter.class);
    private static final long BURST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MEMORY_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int ALIVE = 4;

    private final String streamName;
    private final Deque<Long> sightings = new ArrayDeque<>();
    private long lastId;
    private long lastNanos;
    private long warnedNanos;

    ForeignWriter(String streamName) {
        this.streamName = streamName;
    }

    /** Notes the stream's last entry, which is another program's, and warns of it once a minute. */
    void saw(long id, long nanos) {
        if (id == lastId) {
            return;
        }
        if (lastId == 0 || nanos - warnedNanos >= MEMORY_NANOS) {
            warnedNanos = nanos;
            LOG.warn(
                    "The stream {} has an entry that this connector did not write, {}: it stays",
                    streamName,
                    StreamId.unpack(id));
        }
        lastId = id;
        lastNanos = nanos;
        if (sightings.isEmpty() || nanos - sightings.getLast() >= BURST_NANOS) {
            sightings.add(nanos);
        }
        while (nanos - sightings.getFirst() > MEMORY_NANOS) {
            sightings.removeFirst();
        }
    }

    /** True if the program goes on writing. */
    boolean isAlive() {
        return sightings.size() >= ALIVE;
    }

    /** True if no new entry was seen for two seconds: the stream may be rebuilt. */
    boolean isQuiet(long nanos) {
        return lastId == 0 || nanos - lastNanos >= QUIET_NANOS;
    }
}
