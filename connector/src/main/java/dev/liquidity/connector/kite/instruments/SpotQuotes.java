package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.connector.kite.rest.KiteApi;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.RefusedException;
import dev.liquidity.connector.kite.rest.Sleeper;
import dev.liquidity.connector.kite.rest.TransientException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches the spots' last prices in one call. Nothing depends on them: without an answer there are none. */
final class SpotQuotes {
    private static final Logger LOG = LoggerFactory.getLogger(SpotQuotes.class);
    private static final int MOST_CALLS = 3;

    private final KiteApi api;
    private final Sleeper sleeper;

    SpotQuotes(KiteApi api, Sleeper sleeper) {
        this.api = api;
        this.sleeper = sleeper;
    }

    /**
     * Fetches prices.
     *
     * @param names {@code exchange:tradingsymbol}
     * @return by name; without those that are not known
     * @throws RefusedException if the access token is dead
     */
    Map<String, BigDecimal> of(KiteSession session, Collection<String> names)
            throws RefusedException, InterruptedException {
        // One call a second is allowed; the shortest wait here is 1.25 s.
        Backoff backoff = new Backoff(Duration.ofMillis(2500), Duration.ofSeconds(10));
        while (true) {
            try {
                return api.lastPrices(session, names);
            } catch (RefusedException e) {
                if (e.isDeadToken()) {
                    throw e;
                }
                LOG.warn(
                        "No spot prices ({}){}",
                        e.getMessage(),
                        e.isNotPermitted() ? ": has the key a plan with market data? The ticker needs it, too" : "");
                return Map.of();
            } catch (TransientException e) {
                long wait = backoff.nextMillis();
                if (backoff.failures() >= MOST_CALLS) {
                    LOG.warn("No spot prices: {}", e.getMessage());
                    return Map.of();
                }
                sleeper.sleep(Duration.ofMillis(wait));
            }
        }
    }
}
