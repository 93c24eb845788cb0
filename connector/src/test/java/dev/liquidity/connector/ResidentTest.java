package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.market.TradingHours;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.rest.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole months and years, with a clock that jumps. */
class ResidentTest {
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final LocalTime LOGIN = LocalTime.of(8, 45);
    private static final LocalTime END = LocalTime.of(15, 45);

    private final StopSignal stop = new StopSignal();
    private final List<String> sessions = new ArrayList<>();
    private TradingCalendar calendar = CalendarFile.builtIn();
    private Duration overtime = Duration.ZERO;
    private Instant now;
    private Instant until;

    @Test
    void recordsTheTradingDaysOfAMonthWithAMuhuratSession() {
        calendar = calendar.with(
                Set.of(),
                Map.of(LocalDate.of(2026, 11, 8), new TradingHours(LocalTime.of(18, 0), LocalTime.of(19, 0))));

        live("2026-10-30T18:00", "2026-12-01T12:00");

        assertEquals(
                List.of(
                        "2026-11-02 08:45-15:45",
                        "2026-11-03 08:45-15:45",
                        "2026-11-04 08:45-15:45",
                        "2026-11-05 08:45-15:45",
                        "2026-11-06 08:45-15:45",
                        "2026-11-08 17:30-19:15",
                        "2026-11-09 08:45-15:45",
                        "2026-11-11 08:45-15:45",
                        "2026-11-12 08:45-15:45",
                        "2026-11-13 08:45-15:45",
                        "2026-11-16 08:45-15:45",
                        "2026-11-17 08:45-15:45",
                        "2026-11-18 08:45-15:45",
                        "2026-11-19 08:45-15:45",
                        "2026-11-20 08:45-15:45",
                        "2026-11-23 08:45-15:45",
                        "2026-11-25 08:45-15:45",
                        "2026-11-26 08:45-15:45",
                        "2026-11-27 08:45-15:45",
                        "2026-11-30 08:45-15:45",
                        "2026-12-01 08:45-15:45"),
                sessions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "Australia/Lord_Howe"})
    void recordsTwoYearsInAnyZone(String host) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(host));
        try {
            live("2024-12-31T20:00", "2027-01-01T00:00");
        } finally {
            TimeZone.setDefault(before);
        }

        assertEquals(261 - 14 + 2 + 261 - 16 + 2, sessions.size());
        assertEquals("2025-01-01 08:45-15:45", sessions.get(0));
        assertEquals("2026-12-31 08:45-15:45", sessions.get(sessions.size() - 1));
        assertTrue(
                sessions.containsAll(
                        List.of("2025-02-01 08:45-15:45", "2025-10-21 13:15-15:00", "2026-02-01 08:45-15:45")),
                sessions::toString);
        assertFalse(sessions.toString().contains("2025-10-22"));
    }

    @Test
    void startsOnTimeAfterAnExtendedSession() {
        overtime = Duration.ofMinutes(45);

        live("2026-11-19T12:00", "2026-11-23T12:00");

        assertEquals(List.of("2026-11-19 12:00-16:30", "2026-11-20 08:45-16:30", "2026-11-23 08:45-16:30"), sessions);
    }

    @Test
    void countsEveryWeekdayOfAYearWithoutAListAndSaysSoOnceADay() {
        String log = live("2026-12-30T20:00", "2027-01-05T20:00");

        assertEquals(
                List.of(
                        "2026-12-31 08:45-15:45",
                        "2027-01-01 08:45-15:45",
                        "2027-01-04 08:45-15:45",
                        "2027-01-05 08:45-15:45"),
                sessions);
        // At the start, and on each of the four days.
        assertEquals(5, log.split("WARN The holidays of 2027 are not known", -1).length - 1, log);
    }

    @Test
    void isSilentAboutNextYearUntilNovember() {
        assertFalse(live("2026-10-01T20:00", "2026-10-31T23:59").contains("are not known"));
    }

    @Test
    void warnsWithTheFirstSessionOfNovember() {
        assertTrue(live("2026-10-31T20:00", "2026-11-02T20:00").contains("WARN The holidays of 2027 are not known"));
    }

    @Test
    void startsLateWhenTheHostHasSlept() {
        now = india("2026-11-23T08:00");
        until = india("2026-11-23T18:00");
        run(resident(time -> pass(Duration.ofHours(2))), this::session);

        assertEquals(List.of("2026-11-23 10:00-15:45"), sessions);
    }

    @Test
    void goesOnAfterADayThatWasNotRecorded() {
        now = india("2026-11-25T08:00");
        until = india("2026-11-26T18:00");
        run(resident(this::pass), end -> {
            session(end);
            if (sessions.size() == 1) {
                throw new UnavailableException(ExitCode.LOGIN_REFUSED, "Kite is away");
            }
        });

        assertEquals(2, sessions.size(), sessions::toString);
    }

    @Test
    void recordsOnAnyDayWhenToldToAndTellsWhyThatFails() {
        now = india("2026-11-24T08:00");
        until = india("2026-11-24T18:00");

        assertThrows(
                UnavailableException.class,
                () -> resident(this::pass).recordNow(end -> {
                    assertTrue(end.isEmpty());
                    throw new UnavailableException(ExitCode.LOGIN_REFUSED, "Kite is away");
                }));
    }

    /** Runs from one time to another; returns what was logged. */
    private String live(String from, String to) {
        now = india(from);
        until = india(to);
        try (CapturedLog log = new CapturedLog()) {
            run(resident(this::pass), this::session);
            return log.text();
        }
    }

    private void run(Resident resident, Consumer<Instant> session) {
        try {
            resident.recordAll(end -> session.accept(end.orElseThrow()));
        } catch (InterruptedException e) {
            assertTrue(stop.isRequested());
        }
    }

    private Resident resident(Resident.Pause pause) {
        RecordingSchedule schedule = new RecordingSchedule(calendar, LOGIN, END, () -> now);
        return new Resident(calendar, schedule, () -> now, stop, pause);
    }

    /** As the real pause: a stop interrupts it. */
    private void pass(Duration time) throws InterruptedException {
        now = now.plus(time);
        stopIfDone();
        if (stop.isRequested()) {
            throw new InterruptedException("stopped");
        }
    }

    private void session(Instant end) {
        sessions.add(LocalDate.ofInstant(now, INDIA) + " " + LocalTime.ofInstant(now, INDIA) + "-"
                + LocalTime.ofInstant(end.plus(overtime), INDIA));
        now = end.plus(overtime);
        stopIfDone();
    }

    private void stopIfDone() {
        if (!now.isBefore(until)) {
            stop.request();
        }
    }

    private static Instant india(String time) {
        return LocalDateTime.parse(time).atZone(INDIA).toInstant();
    }
}
