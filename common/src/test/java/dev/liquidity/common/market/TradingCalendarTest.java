package dev.liquidity.common.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingCalendarTest {
    private final TradingCalendar calendar = TradingCalendar.nse();

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-26", "2026-11-10", "2026-11-24", "2026-12-25"})
    void closesOnListedHolidays(LocalDate date) {
        assertFalse(calendar.isTradingDay(date));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21", "2026-11-22", "2026-11-08"})
    void closesOnWeekendsIncludingMuhuratSunday(LocalDate date) {
        assertFalse(calendar.isTradingDay(date));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23", "2026-01-01", "2026-12-31"})
    void tradesOnOtherWeekdays(LocalDate date) {
        assertTrue(calendar.isTradingDay(date));
    }

    @Test
    void tradesOn245DaysOf2026() {
        long days = LocalDate.of(2026, 1, 1)
                .datesUntil(LocalDate.of(2027, 1, 1))
                .filter(calendar::isTradingDay)
                .count();

        assertEquals(261 - 16, days, "261 weekdays, of which 16 are holidays");
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
}
