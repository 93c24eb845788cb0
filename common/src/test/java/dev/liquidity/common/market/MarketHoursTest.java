package dev.liquidity.common.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketHoursTest {
    private final MarketHours hours = new MarketHours(TradingCalendar.nse());

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
    })
    void tradesFromOpeningUntilTheDaysClose(LocalDateTime india, boolean open, String when) {
        assertEquals(open, hours.isOpen(india.atZone(ZoneId.of("Asia/Kolkata")).toInstant()), when);
    }
}
