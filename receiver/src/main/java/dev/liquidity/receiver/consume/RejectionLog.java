package dev.liquidity.receiver.consume;

import dev.liquidity.common.runtime.Counters;
import dev.liquidity.receiver.batch.Rejection;
import java.util.EnumMap;
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

    private static final class Kind {
        private long count;
        private long logged;
        private long loggedNanos = System.nanoTime() - QUIET_NANOS;
    }

    private final Map<Rejection.Reason, Kind> kinds = new EnumMap<>(Rejection.Reason.class);
    private final Counters.Counter rejected;

    RejectionLog(Counters counters) {
        rejected = counters.faults("rejected", "entries that could not be read, kept in rejected_entries");
    }

    /** Counts a rejected entry. */
    void add(String streamId, Rejection.Reason reason, String detail) {
        rejected.increment();
        Kind kind = kinds.computeIfAbsent(reason, unused -> new Kind());
        kind.count++;
        long now = System.nanoTime();
        if (now - kind.loggedNanos >= QUIET_NANOS) {
            LOG.warn(
                    "Entry {} is rejected: {}{} ({} of this kind since the last such line; kept in rejected_entries)",
                    streamId,
                    reason,
                    detail.isEmpty() ? "" : ": " + detail,
                    kind.count - kind.logged);
            kind.logged = kind.count;
            kind.loggedNanos = now;
        }
    }
}
