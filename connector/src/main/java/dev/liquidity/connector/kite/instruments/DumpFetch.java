package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.connector.kite.rest.DumpDownload;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.RefusedException;
import dev.liquidity.connector.kite.rest.Sleeper;
import dev.liquidity.connector.kite.rest.TransientException;
import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches an exchange's dump; starts over when a transfer breaks or the server is busy. */
final class DumpFetch {
    private static final Logger LOG = LoggerFactory.getLogger(DumpFetch.class);
    private static final int MOST_DOWNLOADS = 6;

    private final DumpDownload download;
    private final Sleeper sleeper;

    DumpFetch(DumpDownload download, Sleeper sleeper) {
        this.download = download;
        this.sleeper = sleeper;
    }

    /**
     * Reads the wanted names out of a dump.
     *
     * @throws TransientException if the last attempt failed, too
     * @throws RefusedException if the server gives no dump
     */
    Listing fetch(KiteSession session, String exchange, Collection<String> wanted)
            throws TransientException, RefusedException, InterruptedException {
        // 10 calls a second are allowed; the shortest wait here is half a second.
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15));
        while (true) {
            try {
                return download.get(session, exchange, csv -> {
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
}
