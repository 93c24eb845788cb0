package dev.liquidity.common.stream;

import dev.liquidity.common.runtime.Counters;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An outage of Redis as a whole process sees it. Logs one line when the first {@link RedisLink} fails, one when all
 * links that failed work again, and a reminder every 30 s in between. Thread-safe.
 */
public final class RedisOutage {
    private static final Logger LOG = LoggerFactory.getLogger(RedisOutage.class);
    private static final long REMINDER_NANOS = Duration.ofSeconds(30).toNanos();

    private final String consequence;
    private final Counters.Counter outages;
    private final Set<RedisLink> failing = new HashSet<>();
    private long begunNanos;
    private long loggedNanos;
    private String loggedReason;

    /** @param consequence what happens meanwhile: {@code ticks go to the journal} */
    public RedisOutage(String consequence, Counters counters) {
        this.consequence = consequence;
        outages = counters.faults("redis_outages", "times that Redis could not be used");
    }

    /**
     * Notes that a link failed.
     *
     * @param openedNanos when its connection was opened, by {@link System#nanoTime}. A connection that is older than
     *     the last outage was cut by that one, and its failure is not another outage.
     */
    synchronized void onFailure(RedisLink link, long openedNanos, RuntimeException failure) {
        long now = System.nanoTime();
        String reason = RedisConnections.reason(failure);
        if (failing.isEmpty()) {
            if (outages.get() > 0 && openedNanos - begunNanos < 0) {
                LOG.debug("A connection of before the outage is lost, too: {}", reason);
                return;
            }
            outages.increment();
            begunNanos = now;
        }
        boolean isNew = failing.isEmpty();
        failing.add(link);
        if (isNew || now - loggedNanos > REMINDER_NANOS) {
            loggedNanos = now;
            loggedReason = reason;
            LOG.warn("Redis can't be used; {} until it can: {}", consequence, reason);
        } else if (!reason.equals(loggedReason)) {
            LOG.debug("Redis still can't be used: {}", reason);
        }
    }

    /** Notes that a link works. */
    synchronized void onSuccess(RedisLink link) {
        if (failing.remove(link) && failing.isEmpty()) {
            LOG.info(
                    "Redis is there again, after {} s",
                    Duration.ofNanos(System.nanoTime() - begunNanos).toSeconds());
        }
    }

    /** Forgets a link that is closed. */
    synchronized void onClose(RedisLink link) {
        failing.remove(link);
    }
}
