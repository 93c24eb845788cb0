package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.market.TradingHours;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.rest.Sleeper;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

    @ParameterizedTest
    @EnumSource(
            value = ExitCode.class,
            names = {"LOGIN_REFUSED", "NOTHING_TO_SUBSCRIBE"})
    void losesADayButNotTheNextToWhatTheOwnerMustMendAndTriesOnceADay(ExitCode code) {
        now = india("2026-11-19T08:00");
        until = india("2026-11-23T18:00");
        String said;
        try (CapturedLog log = new CapturedLog()) {
            run(resident(this::pass), end -> {
                sessions.add(LocalDateTime.ofInstant(now, INDIA).toString());
                now = now.plusSeconds(1);
                throw new UserException(code, "login refused: wrong");
            });
            said = log.text();
        }

        assertEquals(List.of("2026-11-19T08:45", "2026-11-20T08:45", "2026-11-23T08:45"), sessions);
        assertTrue(said.contains("ERROR This day is not recorded: login refused: wrong"), said);
        assertTrue(said.contains("INFO The next session starts Mon 23 Nov 08:45 IST, in 3 days"), said);
    }

    @Test
    void endsForAFaultOfTheProgramOrAfterAThreadCanNotGoOn() {
        now = india("2026-11-19T08:00");
        until = india("2026-11-23T18:00");
        UserException usage = new UserException(ExitCode.USAGE, "disk");
        UserException refused = new UserException(ExitCode.LOGIN_REFUSED, "refused at noon");

        assertSame(
                usage,
                assertThrows(
                        UserException.class,
                        () -> resident(this::pass).recordAll(end -> {
                            throw usage;
                        })));
        assertSame(
                refused,
                assertThrows(
                        UserException.class,
                        () -> resident(this::pass).recordAll(end -> {
                            stop.fail(refused);
                            stop.await(0);
                        })));
    }

    @Test
    void recordsTheRestOfADayWhenTheClockIsSetBack() {
        now = india("2026-11-19T08:00");
        until = india("2026-11-20T18:00");
        run(
                resident(time -> {
                    pass(time);
                    if (sessions.size() == 1 && now.isAfter(india("2026-11-19T16:00"))) {
                        now = now.minus(Duration.ofMinutes(45));
                    }
                }),
                this::session);

        assertEquals("2026-11-19 08:45-15:45", sessions.get(0));
        assertTrue(sessions.get(1).matches("2026-11-19 15:15.*-15:45"), sessions::toString);
        assertEquals("2026-11-20 08:45-15:45", sessions.get(2));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-26T14:15, 6 h after",
        "2026-11-26T09:46, 61 min after",
        "2026-11-26T19:15, 11 h after",
        "2026-11-26T07:44, 61 min before",
        "2026-11-26T09:45, ",
        "2026-11-26T07:45, ",
        "2026-11-24T14:15, ",
        "2026-11-22T14:15, ",
    })
    void warnsOfAStartFarFromASessions(String start, String far) {
        now = india(start);

        try (CapturedLog log = new CapturedLog()) {
            resident(this::pass).warnOfOddStart();

            assertEquals(far != null, log.text().contains("connector.login_time"), log::text);
            assertTrue(
                    far == null || log.text().contains("is " + far + " connector.login_time: if cron made it"),
                    log::text);
        }
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

    private Resident resident(Sleeper pause) {
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
