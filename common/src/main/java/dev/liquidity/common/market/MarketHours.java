package dev.liquidity.common.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/**
 * The hours in which NSE's futures and options trade, in India's time: 09:15 to 15:30, and to 15:40 since 3 August
 * 2026. Silence is a fault only within them. Thread-safe.
 */
public final class MarketHours {
    private static final LocalTime OPEN = LocalTime.of(9, 15);
    private static final LocalTime FIRST_CLOSE = LocalTime.of(15, 30);
    private static final LocalTime LATER_CLOSE = LocalTime.of(15, 40);
    private static final LocalDate LATER_SINCE = LocalDate.of(2026, 8, 3);

    private final TradingCalendar calendar;

    public MarketHours(TradingCalendar calendar) {
        this.calendar = calendar;
    }

    /** Whether the market trades at an instant: on a trading day, from the opening until just before the close. */
    public boolean isOpen(Instant instant) {
        ZonedDateTime time = instant.atZone(Ist.ZONE);
        LocalDate date = time.toLocalDate();
        return calendar.isTradingDay(date)
                && !time.toLocalTime().isBefore(OPEN)
                && time.toLocalTime().isBefore(close(date));
    }

    /** When trading begins on an instant's date in India. */
    public static Instant opening(Instant instant) {
        return instant.atZone(Ist.ZONE)
                .toLocalDate()
                .atTime(OPEN)
                .atZone(Ist.ZONE)
                .toInstant();
    }

    /** When trading ends on a date. */
    public static LocalTime close(LocalDate date) {
        return date.isBefore(LATER_SINCE) ? FIRST_CLOSE : LATER_CLOSE;
    }
}
