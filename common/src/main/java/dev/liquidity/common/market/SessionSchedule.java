package dev.liquidity.common.market;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When a recording session begins and ends: from login time to session end, India's time, on every trading day, wherever the host is.
 * Asks the clock at each call and keeps nothing. Thread-safe.
 */
public final class SessionSchedule {
    private final TradingCalendar calendar;
    private final LocalTime loginTime;
    private final LocalTime sessionEnd;
    private final InstantSource clock;

    /** @param sessionEnd after {@code loginTime}, on the same day */
    public SessionSchedule(TradingCalendar calendar, LocalTime loginTime, LocalTime sessionEnd, InstantSource clock) {
        if (!loginTime.isBefore(sessionEnd)) {
            throw new IllegalArgumentException(loginTime + " is not before " + sessionEnd);
        }
        this.calendar = calendar;
        this.loginTime = loginTime;
        this.sessionEnd = sessionEnd;
        this.clock = clock;
    }

    /** The next login time on a trading day; the present moment when it is exactly that. */
    public Instant nextStart() {
        ZonedDateTime now = now();
        LocalDate first =
                now.toLocalTime().isAfter(loginTime) ? now.toLocalDate().plusDays(1) : now.toLocalDate();
        return at(calendar.onOrAfter(first), loginTime);
    }

    /**
     * When a session that runs or starts now ends: today's session end, on a trading day before it; else nothing ends it.
     *
     * <p>A session asks once, as it starts, and keeps the answer.
     */
    public Optional<Instant> end() {
        return end(now());
    }

    /** Whether a session should be running now: on a trading day, from login time until before session end. */
    public boolean isUnderWay() {
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
