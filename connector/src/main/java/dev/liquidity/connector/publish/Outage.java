package dev.liquidity.connector.publish;

import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.RedisConnections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a time without Redis once, and again when its reason changes; and its end. Serves one thread. */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final Counters.Counter outages;
    /** As it was told last; null while Redis is there. */
    private String reason;

    Outage(Counters counters) {
        outages = counters.faults("redis_outages", "times that Redis could not be used");
    }

    /** Redis failed, or still does. */
    void goesOn(RuntimeException failure) {
        if (reason == null) {
            outages.increment();
        }
        String now = RedisConnections.reason(failure);
        if (!now.equals(reason)) {
            reason = now;
            LOG.warn("Redis can't be used; ticks go to the journal until it can: {}", now);
        }
    }

    /**
     * Redis is there.
     *
     * @return whether it was away
     */
    boolean ends() {
        boolean wasAway = reason != null;
        reason = null;
        return wasAway;
    }
}
