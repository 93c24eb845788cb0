package dev.liquidity.common.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Function;

/**
 * The hours in which NSE's futures and options trade, in India's time: 09:15 to 15:30, and to 15:40 since 3 August
 * 2026; on the day of a special session, its hours. Silence is a fault only within them. Thread-safe.
 */
public record MarketHours(TradingCalendar calendar) {
    /** A usual day's opening, and the close by which the times of a recording are reckoned. */
    public static final TradingHours USUAL = new TradingHours(LocalTime.of(9, 15), LocalTime.of(15, 30));

    private static final TradingHours LATER = new TradingHours(USUAL.from(), LocalTime.of(15, 40));
    private static final LocalDate LATER_SINCE = LocalDate.of(2026, 8, 3);

    /** A day's hours; empty if it is no trading day. */
    public Optional<TradingHours> on(LocalDate date) {
        return calendar.isTradingDay(date)
                ? calendar.specialSession(date).or(() -> Optional.of(date.isBefore(LATER_SINCE) ? USUAL : LATER))
                : Optional.empty();
    }

    /** Whether the market trades at an instant: on a trading day, from the opening until just before the close. */
    public boolean isOpen(Instant instant) {
        ZonedDateTime time = instant.atZone(Ist.ZONE);
        return on(time.toLocalDate())
                .map(hours -> hours.include(time.toLocalTime()))
                .orElse(false);
    }

    /** When trading began or begins on an instant's date in India; empty if it is no trading day. */
    public Optional<Instant> opening(Instant instant) {
        return at(instant, TradingHours::from);
    }

    /** When trading ended or ends on an instant's date in India; empty if it is no trading day. */
    public Optional<Instant> closing(Instant instant) {
        return at(instant, TradingHours::to);
    }

    /**
     * Whether ticks must flow at an instant if the market is not halted: while it is open, but on a usual day only
     * until 15:30, since not everything trades in the minutes after that.
     */
    public boolean isBusy(Instant instant) {
        ZonedDateTime time = instant.atZone(Ist.ZONE);
        return isOpen(instant)
                && (time.toLocalTime().isBefore(USUAL.to())
                        || calendar.specialSession(time.toLocalDate()).isPresent());
    }

    /** Whether any date from one instant's to another's is a trading day in India. */
    public boolean tradesBetween(Instant from, Instant to) {
        return !calendar.onOrAfter(Ist.date(from)).isAfter(Ist.date(to));
    }

    private Optional<Instant> at(Instant instant, Function<TradingHours, LocalTime> time) {
        LocalDate date = Ist.date(instant);
        return on(date).map(
                        hours -> date.atTime(time.apply(hours)).atZone(Ist.ZONE).toInstant());
    }
}
