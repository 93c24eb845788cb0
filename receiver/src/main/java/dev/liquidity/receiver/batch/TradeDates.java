package dev.liquidity.receiver.batch;

import dev.liquidity.common.market.Ist;
import java.time.LocalDate;

/**
 * Dates in India as text. Keeps the last one, as nearly all ticks of a day have it. Not thread-safe.
 */
public final class TradeDates {
    private static final long MICROS_A_DAY = 86_400_000_000L;

    private long from = Long.MAX_VALUE;
    private String last;

    /** The date in India, {@code 2026-11-22}, of a time in microseconds since the epoch. */
    public String of(long epochMicros) {
        long since = epochMicros - from;
        if (last == null || since < 0 || since >= MICROS_A_DAY) {
            LocalDate date = Ist.date(epochMicros);
            from = date.atStartOfDay(Ist.ZONE).toEpochSecond() * 1_000_000;
            last = date.toString();
        }
        return last;
    }
}
