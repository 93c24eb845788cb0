package dev.liquidity.receiver.consume;

import dev.liquidity.common.market.Ist;
import java.time.LocalDate;

/** IST dates as text. Nearly all ticks of a day have one date, so the last one is kept. Not thread-safe. */
final class TradeDates {
    private static final long MICROS_A_DAY = 86_400_000_000L;

    private long from = Long.MAX_VALUE;
    private String last;

    /** The date in India, {@code 2026-11-22}, of a time in microseconds since the epoch. */
    String of(long epochMicros) {
        long since = epochMicros - from;
        if (last == null || since < 0 || since >= MICROS_A_DAY) {
            LocalDate date = Ist.date(epochMicros);
            from = date.atStartOfDay(Ist.ZONE).toEpochSecond() * 1_000_000;
            last = date.toString();
        }
        return last;
    }
}
