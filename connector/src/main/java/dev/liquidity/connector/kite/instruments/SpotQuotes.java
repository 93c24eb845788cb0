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

/** The spots' last prices, in one call. They narrow and balance, but nothing depends on them: without an answer there are none. */
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
     * Prices by {@code exchange:tradingsymbol}.
     *
     * @throws RefusedException when the access token is dead
     */
    Map<String, BigDecimal> of(KiteSession session, Collection<String> names)
            throws RefusedException, InterruptedException {
        // Quotes are limited to one a second, so no wait may be shorter, a shortened first one included.
        Backoff backoff = new Backoff(Duration.ofMillis(2500), Duration.ofSeconds(10));
        while (true) {
            try {
                return api.lastPrices(session, names);
            } catch (RefusedException e) {
                if (e.isDeadToken()) {
                    throw e;
                }
                LOG.warn(
                        "no spot prices ({}){}",
                        e.getMessage(),
                        e.isNotPermitted() ? ": has the key a plan with market data? The ticker needs it, too" : "");
                return Map.of();
            } catch (TransientException e) {
                long wait = backoff.nextMillis();
                if (backoff.failures() >= MOST_CALLS) {
                    LOG.warn("no spot prices: {}", e.getMessage());
                    return Map.of();
                }
                sleeper.sleep(Duration.ofMillis(wait));
            }
        }
    }
}
