package dev.liquidity.common.wire;

import dev.liquidity.common.runtime.Counters;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the frames and packets that could not be read, once each however often a frame is decoded. The first of each
 * kind is logged with its first bytes. Not thread-safe: used by the decoder's thread only.
 */
public final class WireFaults {
    private static final Logger LOG = LoggerFactory.getLogger(WireFaults.class);
    private static final int SHOWN_BYTES = 32;

    /** What can be wrong with a frame or a packet. */
    public enum Kind {
        SHORT_FRAME("short_frames", "binary messages too short for a packet count"),
        TRUNCATED_FRAME("truncated_frames", "frames that end before their last packet"),
        TRAILING_BYTES("trailing_bytes", "frames with bytes after their last packet"),
        UNKNOWN_LENGTH("unknown_packets", "packets of an unknown length"),
        UNKNOWN_TOKEN("unknown_tokens", "packets of an instrument that was not subscribed");

        private final String counter;
        private final String meaning;

        Kind(String counter, String meaning) {
            this.counter = counter;
            this.meaning = meaning;
        }
    }

    private final Map<Kind, Counters.Counter> counts = new EnumMap<>(Kind.class);
    private final Set<Kind> logged = EnumSet.noneOf(Kind.class);
    private long lastIdSeen = -1;
    private boolean isSeen;

    public WireFaults(Counters counters) {
        for (Kind kind : Kind.values()) {
            counts.put(kind, counters.faults(kind.counter, kind.meaning));
        }
    }

    /** How often a kind was counted. */
    public long count(Kind kind) {
        return counts.get(kind).get();
    }

    /**
     * Begins a frame: it is new if its last tick is above those of all frames before, and only then its faults are
     * counted.
     *
     * @param lastId of its last tick, packed
     */
    public void begin(long lastId) {
        isSeen = lastId <= lastIdSeen;
        lastIdSeen = Math.max(lastIdSeen, lastId);
    }

    void report(Kind kind, byte[] bytes, int offset, int length) {
        if (isSeen) {
            return;
        }
        counts.get(kind).increment();
        if (logged.add(kind)) {
            String prefix = HexFormat.of().formatHex(bytes, offset, offset + Math.min(length, SHOWN_BYTES));
            LOG.warn(
                    "{}: {} (the first: {} bytes, {}…); counted from now on",
                    kind.counter,
                    kind.meaning,
                    length,
                    prefix);
        }
    }
}
