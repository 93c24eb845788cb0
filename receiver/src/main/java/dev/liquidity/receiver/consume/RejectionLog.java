package dev.liquidity.receiver.consume;

import dev.liquidity.common.runtime.Counters;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts rejected entries, and warns of each kind at most once a minute. Not thread-safe: used by the reader thread
 * only.
 */
final class RejectionLog {
    private static final Logger LOG = LoggerFactory.getLogger(RejectionLog.class);
    private static final long QUIET_NANOS = 60_000_000_000L;
    private static final int KINDS = 64;

    private static final class Kind {
        private long count;
        private long logged;
        private long loggedNanos = System.nanoTime() - QUIET_NANOS;
    }

    private final Map<String, Kind> kinds = new HashMap<>();
    private final Counters.Counter rejected;

    RejectionLog(Counters counters) {
        rejected = counters.faults("rejected", "entries that could not be read, kept in rejected_entries");
    }

    /** Counts a rejected entry. Its kind is the part of the reason before a colon. */
    void add(String streamId, String reason) {
        rejected.increment();
        int colon = reason.indexOf(':');
        String name = colon < 0 ? reason : reason.substring(0, colon);
        Kind kind = kinds.computeIfAbsent(
                kinds.size() < KINDS || kinds.containsKey(name) ? name : "others", unused -> new Kind());
        kind.count++;
        long now = System.nanoTime();
        if (now - kind.loggedNanos >= QUIET_NANOS) {
            LOG.warn(
                    "Entry {} is rejected: {} ({} of this kind since the last such line; kept in rejected_entries)",
                    streamId,
                    reason,
                    kind.count - kind.logged);
            kind.logged = kind.count;
            kind.loggedNanos = now;
        }
    }
}
