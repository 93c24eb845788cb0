package dev.liquidity.connector;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.status.Disk;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people how a recording goes: a minute after the opening, at each full hour of trading, and at the end. Not
 * thread-safe: used by the main thread only.
 */
final class DayReport {
    private static final Logger LOG = LoggerFactory.getLogger(DayReport.class);
    private static final Duration FIRST_MINUTE = Duration.ofMinutes(1);

    private final MarketHours hours;
    private final Supplier<Figures> figures;
    private final TradeWatch trades;
    private final InstantSource clock;
    private final Figures first;
    private int hour;
    private boolean isFirstMinute;

    /**
     * What a recorder has done since it was opened, and its disk.
     *
     * @param faults of all kinds but gaps
     */
    record Figures(long ticks, long gaps, long faults, long journalBytes, long freeBytes) {}

    DayReport(MarketHours hours, Supplier<Figures> figures, TradeWatch trades, InstantSource clock) {
        this.hours = hours;
        this.figures = figures;
        this.trades = trades;
        this.clock = clock;
        first = figures.get();
        hour = clock.instant().atZone(Ist.ZONE).getHour();
    }

    /** Tells what there is to tell now. Asked about twice a second. */
    void look(Supplier<String> sockets) {
        Instant now = clock.instant();
        Instant opening = hours.opening(now).orElse(Instant.MAX);
        boolean wasFirstMinute = isFirstMinute;
        isFirstMinute = !now.isBefore(opening) && now.isBefore(opening.plus(FIRST_MINUTE));
        if (isFirstMinute) {
            trades.start();
        } else if (wasFirstMinute) {
            LOG.info(
                    Notice.TELL,
                    "The market is open: {} instruments sent ticks in its first minute, sockets {}",
                    trades.pause(),
                    sockets.get());
        }
        int before = hour;
        hour = now.atZone(Ist.ZONE).getHour();
        if (hour != before && hours.isOpen(now)) {
            LOG.info(Notice.TELL, "At {}:00: {} ticks so far, sockets {}", hour, ticks(figures.get()), sockets.get());
        }
    }

    /** Tells the sums. */
    void end() {
        Figures end = figures.get();
        LOG.info(
                Notice.TELL,
                "Recording ended: {} ticks, {} gaps, {} other faults; the journal has {}, {} are free",
                ticks(end),
                end.gaps - first.gaps,
                end.faults - first.faults,
                Disk.size(end.journalBytes),
                Disk.size(end.freeBytes));
    }

    private String ticks(Figures now) {
        return String.format(Locale.ROOT, "%,d", now.ticks - first.ticks);
    }
}
