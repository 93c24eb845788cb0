package dev.liquidity.connector;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.market.TradingCalendar;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When a recording begins and ends: from {@code login_time} to {@code session_end}, in India's time, on every trading
 * day, whatever the host's zone. Reads the clock at each call. Thread-safe.
 */
final class RecordingSchedule {
    private final TradingCalendar calendar;
    private final LocalTime loginTime;
    private final LocalTime sessionEnd;
    private final InstantSource clock;

    /** @param sessionEnd after {@code loginTime}, on the same day */
    RecordingSchedule(TradingCalendar calendar, LocalTime loginTime, LocalTime sessionEnd, InstantSource clock) {
        if (!loginTime.isBefore(sessionEnd)) {
            throw new IllegalArgumentException(loginTime + " is not before " + sessionEnd);
        }
        this.calendar = calendar;
        this.loginTime = loginTime;
        this.sessionEnd = sessionEnd;
        this.clock = clock;
    }

    /** The next login time on a trading day; now, if it is exactly that. */
    Instant nextStart() {
        ZonedDateTime now = now();
        LocalDate first =
                now.toLocalTime().isAfter(loginTime) ? now.toLocalDate().plusDays(1) : now.toLocalDate();
        return at(calendar.onOrAfter(first), loginTime);
    }

    /**
     * When a recording that starts now ends: at today's session end, if that is still to come on a trading day.
     *
     * @return empty if only a stop ends it
     */
    Optional<Instant> end() {
        return end(now());
    }

    /** Whether a recording is due now: on a trading day, from login time until before session end. */
    boolean isUnderWay() {
        ZonedDateTime now = now();
        return end(now).isPresent() && !now.toLocalTime().isBefore(loginTime);
    }

    private Optional<Instant> end(ZonedDateTime now) {
        return calendar.isTradingDay(now.toLocalDate()) && now.toLocalTime().isBefore(sessionEnd)
                ? Optional.of(at(now.toLocalDate(), sessionEnd))
                : Optional.empty();
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(Ist.ZONE);
    }

    private static Instant at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(Ist.ZONE).toInstant();
    }
}
