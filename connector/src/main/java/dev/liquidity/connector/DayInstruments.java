package dev.liquidity.connector;

import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.connector.kite.rest.Sleeper;
import dev.liquidity.connector.kite.rest.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a day's instruments. While Kite has none to give, for any reason that passes, tries again until the session is
 * over. The waits are long, since an attempt can cost a login. Not thread-safe.
 *
 * @param end of a session that is under way now; asked again after each wait, in which the clock may be set
 */
record DayInstruments(DayInstruments.Attempt attempt, Supplier<Optional<Instant>> end, Sleeper sleeper) {
    private static final Logger LOG = LoggerFactory.getLogger(DayInstruments.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);

    /** A login, if need be, and a selection. */
    @FunctionalInterface
    interface Attempt {
        Selection select() throws InterruptedException;
    }

    /**
     * Selects the instruments.
     *
     * @throws UnavailableException if the session is over, or there is none: then somebody started it by hand and waits
     *     for an answer
     */
    Selection select() throws InterruptedException {
        Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY);
        while (true) {
            try {
                return attempt.select();
            } catch (UnavailableException e) {
                if (end.get().isEmpty()) {
                    throw e;
                }
                long wait = backoff.nextMillis();
                LOG.warn(Notice.TELL, "{}; trying again in {} s", e.getMessage(), wait / 1000);
                sleeper.sleep(Duration.ofMillis(wait));
            }
        }
    }
}
