package dev.liquidity.connector;

import dev.liquidity.common.market.Ist;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a recording is over: at its end, or, when the exchange has extended the session, as soon as no
 * instrument has traded for a minute, an hour after its end at the latest. Not thread-safe: used by the main thread
 * only.
 */
final class SessionEnd {
    private static final Logger LOG = LoggerFactory.getLogger(SessionEnd.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final Duration WATCH_BEFORE = Duration.ofMinutes(2);
    private static final Duration STILL_TRADES = Duration.ofMinutes(1);
    private static final Duration LONGEST_EXTENSION = Duration.ofHours(1);

    private final Instant end;
    private final Instant latest;
    private final TradeWatch trades;
    private final InstantSource clock;
    private boolean isExtended;

    /**
     * @param end null if only a stop ends the recording
     * @param mayBeExtended false to end then in any case
     */
    SessionEnd(Instant end, boolean mayBeExtended, TradeWatch trades, InstantSource clock) {
        this.end = end;
        latest = end == null || !mayBeExtended ? end : end.plus(LONGEST_EXTENSION);
        this.trades = trades;
        this.clock = clock;
    }

    /** Whether the recording is over now. Asked about twice a second. */
    boolean isReached() {
        Instant now = clock.instant();
        if (end == null || !now.isBefore(end.minus(WATCH_BEFORE))) {
            trades.start();
        }
        if (end == null || now.isBefore(end)) {
            return false;
        }
        boolean trading = trades.tradedSince(now.minus(STILL_TRADES));
        if (trading && now.isBefore(latest)) {
            if (!isExtended) {
                isExtended = true;
                LOG.info(
                        "Instruments still trade at {}, the session's end: recording goes on while they do,"
                                + " until {} IST at most",
                        time(end),
                        time(latest));
            }
            return false;
        }
        if (isExtended) {
            LOG.info(
                    trading
                            ? "The extended session ends at {} IST, though instruments still trade"
                            : "The extended session ends at {} IST: no instrument has traded for a minute",
                    time(now));
        }
        return true;
    }

    /** An instant's time of day in India, to the minute. */
    static String time(Instant instant) {
        return TIME.format(LocalTime.ofInstant(instant, Ist.ZONE));
    }
}
