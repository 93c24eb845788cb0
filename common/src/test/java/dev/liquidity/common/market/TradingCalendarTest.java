package dev.liquidity.common.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.CalendarFile;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingCalendarTest {
    private final TradingCalendar calendar = CalendarFile.builtIn();

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-26", "2026-11-10", "2026-11-24", "2026-12-25"})
    void closesOnListedHolidays(LocalDate date) {
        assertFalse(calendar.isTradingDay(date));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21", "2026-11-22", "2025-02-02"})
    void closesOnWeekends(LocalDate date) {
        assertFalse(calendar.isTradingDay(date));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-02-01, 09:15, 15:30, Budget Saturday",
        "2025-10-21, 13:45, 14:45, Muhurat on a holiday",
        "2026-02-01, 09:15, 15:30, Budget Sunday",
    })
    void tradesInSpecialSessions(LocalDate date, LocalTime from, LocalTime to, String why) {
        assertTrue(calendar.isTradingDay(date), why);
        assertEquals(Optional.of(new TradingHours(from, to)), calendar.specialSession(date), why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23", "2026-01-01", "2026-12-31"})
    void tradesOnOtherWeekdays(LocalDate date) {
        assertTrue(calendar.isTradingDay(date));
    }

    @ParameterizedTest
    @CsvSource({"2025, 261, 14, 2", "2026, 261, 16, 2"})
    void tradesOnWeekdaysButHolidaysAndInSpecialSessions(int year, int weekdays, int holidays, int sessions) {
        long days = LocalDate.of(year, 1, 1)
                .datesUntil(LocalDate.of(year + 1, 1, 1))
                .filter(calendar::isTradingDay)
                .count();

        assertEquals(weekdays - holidays + sessions, days);
    }

    @Test
    void tradesOnEveryWeekdayOfAnUnlistedYear() {
        assertTrue(calendar.isTradingDay(LocalDate.of(2027, 1, 26)));
        assertFalse(calendar.isTradingDay(LocalDate.of(2027, 1, 30)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23, 2026-11-23, the day itself",
        "2026-11-24, 2026-11-25, a holiday",
        "2026-11-20, 2026-11-20, a Friday",
        "2026-11-21, 2026-11-23, a weekend",
        "2026-04-03, 2026-04-06, a holiday before a weekend",
        "2026-12-25, 2026-12-28, Christmas before a weekend",
    })
    void findsTheFirstTradingDayOnOrAfterADate(LocalDate from, LocalDate expected, String why) {
        assertEquals(expected, calendar.onOrAfter(from), why);
    }

    @Test
    void letsAddedDaysWinOverItsOwn() {
        LocalDate budget = LocalDate.of(2026, 2, 1);
        LocalDate christmas = LocalDate.of(2026, 12, 25);
        TradingHours evening = new TradingHours(LocalTime.of(18, 0), LocalTime.of(19, 0));

        TradingCalendar changed = calendar.with(Set.of(budget, christmas), Map.of(christmas, evening));

        assertFalse(changed.isTradingDay(budget), "a session that was called off");
        assertTrue(changed.isTradingDay(christmas));
        assertEquals(Optional.of(evening), changed.specialSession(christmas));
        assertFalse(changed.isTradingDay(LocalDate.of(2026, 11, 24)), "the list's own holidays stay");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-31, '', of next year nobody knows yet",
        "2026-11-01, 2027, the list should come soon",
        "2026-12-31, 2027, on the last day",
        "2027-01-01, 2027, in the year itself",
        "2027-12-01, 2027 2028, and again",
        "2024-11-30, 2024, before the built-in lists",
        "2024-10-31, 2024, likewise",
    })
    void tellsWhichListsAreMissing(LocalDate today, String years, String why) {
        List<String> lines = calendar.missingLists(today);

        assertEquals(
                years.isEmpty() ? List.of() : List.of(years.split(" ")),
                lines.stream().map(line -> line.substring(16, 20)).toList(),
                why + lines);
    }

    @Test
    void takesAFewAddedDatesForNoList() {
        Set<LocalDate> seven = LocalDate.of(2027, 3, 1)
                .datesUntil(LocalDate.of(2027, 3, 10))
                .filter(calendar::isTradingDay)
                .collect(Collectors.toSet());
        LocalDate december = LocalDate.of(2026, 12, 1);

        assertEquals(7, seven.size());
        assertEquals(
                List.of("The holidays of 2027 are not known (7 listed): every other weekday counts as a trading day;"
                        + " add the exchange's list under calendar in the configuration"),
                calendar.with(seven, Map.of()).missingLists(december));
        assertEquals(
                List.of(),
                calendar.with(seven, Map.of())
                        .with(Set.of(LocalDate.of(2027, 1, 26)), Map.of())
                        .missingLists(december));
    }
}
