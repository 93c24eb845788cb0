package dev.liquidity.connector;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.market.TradingHours;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When a recording begins and ends: from {@code login_time} to {@code session_end}, in India's time, on every trading
 * day, whatever the host's zone. On the day of a special session it begins as long before its hours, and ends as long
 * after them, as those times are before 09:15 and after 15:30. Reads the clock at each call. Thread-safe.
 */
final class RecordingSchedule {
    private final TradingCalendar calendar;
    private final TradingHours usual;
    private final Duration lead;
    private final Duration tail;
    private final InstantSource clock;

    /** @param sessionEnd after {@code loginTime}, on the same day */
    RecordingSchedule(TradingCalendar calendar, LocalTime loginTime, LocalTime sessionEnd, InstantSource clock) {
        this.calendar = calendar;
        usual = new TradingHours(loginTime, sessionEnd);
        lead = atLeastZero(Duration.between(loginTime, MarketHours.USUAL.from()));
        tail = atLeastZero(Duration.between(MarketHours.USUAL.to(), sessionEnd));
        this.clock = clock;
    }

    /** The next start on a trading day; now, if it is exactly that. */
    Instant nextStart() {
        ZonedDateTime now = now();
        LocalDate today = now.toLocalDate();
        LocalDate day =
                calendar.onOrAfter(now.toLocalTime().isAfter(hours(today).from()) ? today.plusDays(1) : today);
        return at(day, hours(day).from());
    }

    /**
     * When a recording that starts now ends: at the end of today's session, if that is still to come on a trading day.
     *
     * @return empty if only a stop ends it
     */
    Optional<Instant> end() {
        return end(now());
    }

    /** How long ago today's session should have started, negative before that; empty on days without trading. */
    Optional<Duration> sinceStart() {
        ZonedDateTime now = now();
        LocalDate today = now.toLocalDate();
        return calendar.isTradingDay(today)
                ? Optional.of(Duration.between(hours(today).from(), now.toLocalTime()))
                : Optional.empty();
    }

    /** Whether a recording is due now: on a trading day, from its start until before its end. */
    boolean isUnderWay() {
        ZonedDateTime now = now();
        return end(now).isPresent()
                && !now.toLocalTime().isBefore(hours(now.toLocalDate()).from());
    }

    /**
     * Whether trading at a recording's end means that the exchange trades longer than usual; an end before the usual
     * close, 15:30, is one that the user wants, whatever goes on then.
     */
    boolean mayBeExtended(Instant end) {
        return !end.atZone(Ist.ZONE).toLocalTime().isBefore(MarketHours.USUAL.to())
                || calendar.specialSession(Ist.date(end)).isPresent();
    }

    /** From when to when a day is recorded; all of that is on the day itself. */
    private TradingHours hours(LocalDate date) {
        Optional<TradingHours> special = calendar.specialSession(date);
        if (special.isEmpty()) {
            return usual;
        }
        LocalTime start = special.get().from().minus(lead);
        LocalTime end = special.get().to().plus(tail);
        return new TradingHours(
                start.isAfter(special.get().from()) ? LocalTime.MIN : start,
                end.isBefore(special.get().to()) ? LocalTime.MAX : end);
    }

    private Optional<Instant> end(ZonedDateTime now) {
        LocalDate today = now.toLocalDate();
        return calendar.isTradingDay(today)
                        && now.toLocalTime().isBefore(hours(today).to())
                ? Optional.of(at(today, hours(today).to()))
                : Optional.empty();
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(Ist.ZONE);
    }

    private static Duration atLeastZero(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    private static Instant at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(Ist.ZONE).toInstant();
    }
}
