package dev.liquidity.receiver.consume;

import dev.liquidity.common.runtime.Counters;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts entries that are rejected and warns once a kind and minute, so that a flood of them can't flood the log. Not
 * thread-safe.
 */
final class RejectionLog {
    private static final Logger LOG = LoggerFactory.getLogger(RejectionLog.class);
    private static final long QUIET_NANOS = 60_000_000_000L;
    private static final int KINDS = 64;

    private static final class Kind {
        private long count;
        private long told;
        private long toldAtNanos = System.nanoTime() - QUIET_NANOS;
    }

    private final Map<String, Kind> kinds = new HashMap<>();
    private final Counters.Counter rejected;

    RejectionLog(Counters.Counter rejected) {
        this.rejected = rejected;
    }

    /** Notes an entry that is rejected; the kind is what its reason says before a colon. */
    void rejected(String streamId, String reason) {
        rejected.increment();
        int colon = reason.indexOf(':');
        String name = colon < 0 ? reason : reason.substring(0, colon);
        Kind kind = kinds.computeIfAbsent(kinds.size() < KINDS ? name : "of other kinds", unused -> new Kind());
        kind.count++;
        long now = System.nanoTime();
        if (now - kind.toldAtNanos >= QUIET_NANOS) {
            LOG.warn(
                    "entry {} rejected: {} ({} of this kind since the last such line; kept in rejected_entries)",
                    streamId,
                    reason,
                    kind.count - kind.told);
            kind.told = kind.count;
            kind.toldAtNanos = now;
        }
    }
}
