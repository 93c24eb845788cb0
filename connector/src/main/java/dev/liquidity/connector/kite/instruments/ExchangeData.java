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

/** Fetches what a selection needs, again while the server is busy or a transfer breaks, but not for ever. */
record ExchangeData(KiteApi api, Sleeper sleeper) {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeData.class);
    private static final int MOST_DOWNLOADS = 6;
    private static final int MOST_CALLS = 3;

    /**
     * Reads the wanted names out of a dump.
     *
     * @throws TransientException if the last attempt failed, too
     * @throws RefusedException if the server gives no dump
     */
    Listing listing(KiteSession session, String exchange, Collection<String> wanted)
            throws TransientException, RefusedException, InterruptedException {
        // 10 calls a second are allowed; the shortest wait here is half a second.
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15));
        while (true) {
            try {
                return api.dump(session, exchange, csv -> {
                    Listing listing = new Listing(wanted);
                    DumpReader reader = new DumpReader(listing);
                    reader.read(csv);
                    report(exchange, reader);
                    return listing;
                });
            } catch (TransientException e) {
                long wait = backoff.nextMillis();
                if (backoff.failures() >= MOST_DOWNLOADS) {
                    throw new TransientException(e.getMessage() + ", tried " + MOST_DOWNLOADS + " times");
                }
                LOG.warn("Instrument dump of {}: {}; next attempt in {} ms", exchange, e.getMessage(), wait);
                sleeper.sleep(Duration.ofMillis(wait));
            }
        }
    }

    private static void report(String exchange, DumpReader reader) throws TransientException {
        if (reader.rejected() > 0) {
            LOG.warn(
                    "Instrument dump of {}: {} rows can't be read and are skipped, the first: {}",
                    exchange,
                    reader.rejected(),
                    reader.firstReject());
        }
        if (reader.read() == 0) {
            throw new TransientException("a dump without rows; Kite regenerates it at about 08:00 to 08:30 IST");
        }
        LOG.info("Instrument dump of {}: {} rows", exchange, reader.read());
    }

    /**
     * Fetches the spots' last prices in one call. Nothing depends on them: without an answer there are none.
     *
     * @param names {@code exchange:tradingsymbol}
     * @return by name; without those that are not known
     * @throws RefusedException if the access token is dead
     */
    Map<String, BigDecimal> prices(KiteSession session, Collection<String> names)
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
