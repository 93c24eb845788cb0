package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.market.TradingHours;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingScheduleTest {
    private static final LocalTime LOGIN = LocalTime.of(8, 45);
    private static final LocalTime END = LocalTime.of(15, 45);

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T00:00:00, 2026-11-23T08:45, midnight of a trading day",
        "2026-11-23T08:44:59.999999999, 2026-11-23T08:45, just before login time",
        "2026-11-23T08:45:00, 2026-11-23T08:45, exactly at login time",
        "2026-11-23T08:45:00.000000001, 2026-11-25T08:45, just after it with a holiday next",
        "2026-11-20T18:00:00, 2026-11-23T08:45, Friday evening",
        "2026-11-24T07:00:00, 2026-11-25T08:45, the morning of a holiday",
        "2025-10-20T16:00:00, 2025-10-21T13:15, the day before a Muhurat session",
        "2025-10-21T09:00:00, 2025-10-21T13:15, the morning of a Muhurat session",
        "2025-10-21T15:00:00, 2025-10-23T08:45, after it",
        "2026-01-31T12:00:00, 2026-02-01T08:45, before Budget Sunday",
        "2026-12-31T16:00:00, 2027-01-01T08:45, the year's end",
    })
    void startsNextAtLoginTimeOfATradingDay(LocalDateTime now, LocalDateTime start, String when) {
        assertEquals(india(start), at(now).nextStart(), when);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T00:00:00, 2026-11-23T15:45, before login time",
        "2026-11-23T12:00:00, 2026-11-23T15:45, while it records",
        "2026-11-23T15:44:59.999999999, 2026-11-23T15:45, just before its end",
        "2025-10-21T09:00:00, 2025-10-21T15:00, before a Muhurat session",
        "2025-10-21T14:59:59, 2025-10-21T15:00, just before its end",
    })
    void endsAtTodaysSessionEndBeforeItOnATradingDay(LocalDateTime now, LocalDateTime end, String when) {
        assertEquals(Optional.of(india(end)), at(now).end(), when);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T15:45:00, exactly at the end",
        "2026-11-23T23:00:00, in the evening",
        "2026-11-24T10:00:00, on a holiday",
        "2026-11-22T10:00:00, on a Sunday",
        "2025-10-21T15:00:00, at the end of a Muhurat session",
    })
    void hasNoEndAfterSessionEndOrOnOtherDays(LocalDateTime now, String when) {
        assertEquals(Optional.empty(), at(now).end(), when);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T08:44:59, false",
        "2026-11-23T08:45:00, true",
        "2026-11-23T15:44:59, true",
        "2026-11-23T15:45:00, false",
        "2026-11-24T12:00:00, false",
        "2025-10-21T13:14:59, false",
        "2025-10-21T13:15:00, true",
        "2025-10-21T14:59:59, true",
        "2025-10-21T15:00:00, false",
    })
    void isUnderWayFromLoginTimeUntilSessionEnd(LocalDateTime now, boolean underWay) {
        assertEquals(underWay, at(now).isUnderWay());
    }

    @ParameterizedTest
    @CsvSource({"America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago"})
    void doesNotCareAboutTheHostsZoneNorItsDaylightSaving(ZoneId host) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(host));
        try {
            // New York's clocks went forward in the night to Sunday 8 March 2026 and back on Sunday 1 November.
            assertEquals(
                    Instant.parse("2026-03-09T03:15:00Z"),
                    schedule(Instant.parse("2026-03-08T07:00:00Z")).nextStart());
            assertEquals(
                    Instant.parse("2026-11-02T03:15:00Z"),
                    schedule(Instant.parse("2026-11-01T06:00:00Z")).nextStart());
            // 20:30 on Sunday in New York is 06:00 on Monday in India.
            assertEquals(
                    Optional.of(Instant.parse("2026-11-23T10:15:00Z")),
                    schedule(Instant.parse("2026-11-23T00:30:00Z")).end());
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void refusesARecordingThatEndsBeforeItBegins() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new RecordingSchedule(CalendarFile.builtIn(), END, LOGIN, InstantSource.system()));
    }

    @ParameterizedTest
    @CsvSource({
        "08:45, 15:45, 17:30, 19:15, the default times",
        "09:00, 15:40, 17:45, 19:10, closer ones",
        "09:30, 15:00, 18:00, 19:00, a start after the opening and an end before the close",
        "00:00, 23:59, 08:45, 23:59:59.999999999, a day at most",
    })
    void keepsTheConfiguredDistancesToASpecialSession(
            LocalTime login, LocalTime sessionEnd, LocalTime start, LocalTime end, String what) {
        LocalDate sunday = LocalDate.of(2027, 3, 14);
        TradingCalendar calendar = new TradingCalendar(
                Set.of(), Map.of(sunday, new TradingHours(LocalTime.of(18, 0), LocalTime.of(19, 0))));
        RecordingSchedule schedule =
                new RecordingSchedule(calendar, login, sessionEnd, InstantSource.fixed(india(sunday.atTime(8, 0))));

        assertEquals(india(sunday.atTime(start)), schedule.nextStart(), what);
        assertEquals(Optional.of(india(sunday.atTime(end))), schedule.end(), what);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T15:45, true, a usual end",
        "2026-11-23T15:30, true, the usual close",
        "2026-11-23T15:29:59, false, an end that the user wants earlier",
        "2026-11-23T12:00, false, only the morning",
        "2025-10-21T15:00, true, after a Muhurat session",
    })
    void takesTradingForAnExtensionFromTheUsualCloseOn(LocalDateTime end, boolean extended, String what) {
        assertEquals(extended, at(end).mayBeExtended(india(end)), what);
    }

    private static RecordingSchedule at(LocalDateTime india) {
        return schedule(india(india));
    }

    private static RecordingSchedule schedule(Instant now) {
        return new RecordingSchedule(CalendarFile.builtIn(), LOGIN, END, InstantSource.fixed(now));
    }

    private static Instant india(LocalDateTime time) {
        return time.atZone(ZoneId.of("Asia/Kolkata")).toInstant();
    }
}
