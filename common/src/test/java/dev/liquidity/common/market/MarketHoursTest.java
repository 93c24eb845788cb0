package dev.liquidity.common.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.config.CalendarFile;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketHoursTest {
    private final MarketHours hours = new MarketHours(CalendarFile.builtIn());

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T09:14:59, false, before the opening",
        "2026-11-23T09:15:00, true, at the opening",
        "2026-11-23T15:39:59, true, just before the later close",
        "2026-11-23T15:40:00, false, at the later close",
        "2026-07-31T15:29:59, true, just before the first close",
        "2026-07-31T15:30:00, false, at the close of the last day with the first one",
        "2026-08-03T15:35:00, true, on the first day with the later one",
        "2026-11-24T12:00:00, false, on a holiday",
        "2026-11-22T12:00:00, false, on a Sunday",
        "2025-10-21T13:44:59, false, before a Muhurat session",
        "2025-10-21T13:45:00, true, at its opening",
        "2025-10-21T14:44:59, true, before its close",
        "2025-10-21T14:45:00, false, at its close",
        "2025-02-01T10:00:00, true, on Budget Saturday",
    })
    void tradesFromOpeningUntilTheDaysClose(LocalDateTime india, boolean open, String when) {
        assertEquals(open, hours.isOpen(india(india)), when);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T09:14:59, false, before the opening",
        "2026-11-23T15:29:59, true, until the usual close",
        "2026-11-23T15:30:00, false, though some trade until 15:40",
        "2026-11-24T12:00:00, false, on a holiday",
        "2025-02-01T15:29:59, true, on Budget Saturday",
        "2026-11-08T18:30:00, true, in an evening session",
    })
    void expectsTicksWhileEverythingTrades(LocalDateTime india, boolean busy, String when) {
        assertEquals(busy, hours.isBusy(india(india)), when);
    }

    @Test
    void closesWithTheSpecialSessionOnItsDayAndNeverOnAHoliday() {
        assertEquals(
                Optional.of(india(LocalDateTime.of(2025, 10, 21, 14, 45))),
                hours.closing(india(LocalDateTime.of(2025, 10, 21, 9, 0))));
        assertEquals(
                Optional.of(india(LocalDateTime.of(2026, 11, 23, 15, 40))),
                hours.closing(india(LocalDateTime.of(2026, 11, 23, 0, 0))));
        assertEquals(Optional.empty(), hours.closing(india(LocalDateTime.of(2026, 11, 24, 10, 0))));
    }

    @Test
    void opensWithTheSpecialSessionOnItsDayAndNeverOnAHoliday() {
        assertEquals(
                Optional.of(india(LocalDateTime.of(2025, 10, 21, 13, 45))),
                hours.opening(india(LocalDateTime.of(2025, 10, 21, 9, 0))));
        assertEquals(
                Optional.of(india(LocalDateTime.of(2026, 11, 23, 9, 15))),
                hours.opening(india(LocalDateTime.of(2026, 11, 23, 23, 59))));
        assertEquals(Optional.empty(), hours.opening(india(LocalDateTime.of(2026, 11, 24, 10, 0))));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T00:00, 2026-11-22T23:59, false, a weekend",
        "2026-11-21T00:00, 2026-11-23T00:00, true, into Monday",
        "2026-11-24T00:00, 2026-11-24T23:59, false, a holiday",
        "2026-11-23T23:59, 2026-11-24T10:00, true, from a trading day",
        "2025-10-21T23:00, 2025-10-22T10:00, true, from a Muhurat evening",
    })
    void knowsWhetherAnIntervalTouchesATradingDay(LocalDateTime from, LocalDateTime to, boolean trades, String what) {
        assertEquals(trades, hours.tradesBetween(india(from), india(to)), what);
    }

    private static Instant india(LocalDateTime time) {
        return time.atZone(ZoneId.of("Asia/Kolkata")).toInstant();
    }
}
