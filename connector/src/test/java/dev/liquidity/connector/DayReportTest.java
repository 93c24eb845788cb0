package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.wire.Packets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DayReportTest {

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private final TradeWatch trades = new TradeWatch(new PassedOn(), new MarketHours(CalendarFile.builtIn()));
    private Instant now;
    private long ticks = 1_000_000;

    @Test
    void tellsOfADay() {
        DayReport report = live("2026-11-26T03:15:00Z", "2026-11-26T10:15:00Z");
        report.end();

        assertEquals(
                List.of(
                        "The market is open: 2 instruments sent ticks in its first minute, sockets 1:up",
                        "At 10:00: 75,000 ticks so far, sockets 1:up",
                        "At 11:00: 135,000 ticks so far, sockets 1:up",
                        "At 12:00: 195,000 ticks so far, sockets 1:up",
                        "At 13:00: 255,000 ticks so far, sockets 1:up",
                        "At 14:00: 315,000 ticks so far, sockets 1:up",
                        "At 15:00: 375,000 ticks so far, sockets 1:up",
                        "Recording ended: 420,000 ticks, 3 gaps, 2 other faults; the journal has 2.1 GB,"
                                + " 34.5 GB are free"),
                said());
        assertEquals(0, trades.pause(), "it does not look at frames all day");
    }

    @Test
    void saysNothingOfAnOpeningThatItHasNotSeen() {
        live("2026-11-26T06:35:00Z", "2026-11-26T07:31:00Z");

        assertEquals(List.of("At 13:00: 55,000 ticks so far, sockets 1:up"), said());
    }

    @Test
    void isSilentOnAHoliday() {
        live("2026-11-24T03:15:00Z", "2026-11-24T10:15:00Z");

        assertEquals(List.of(), said());
    }

    /** A thousand ticks a minute, of two instruments and an index. */
    private DayReport live(String from, String to) {
        now = Instant.parse(from);
        boolean[] isOver = new boolean[1];
        DayReport report = new DayReport(
                new MarketHours(CalendarFile.builtIn()),
                () -> isOver[0]
                        ? new DayReport.Figures(ticks, 8, 12, 2_100_000_000L, 34_500_000_000L)
                        : new DayReport.Figures(ticks, 5, 10, 0, 0),
                trades,
                () -> now);
        isOver[0] = true;
        while (now.isBefore(Instant.parse(to))) {
            report.look(() -> "1:up");
            for (int token : new int[] {12_345 * 256 + 2, 12_346 * 256 + 2, 256_265}) {
                trades.onFrame(1, 0, Packets.frame(Packets.ltp(token, 100)));
            }
            now = now.plus(Duration.ofSeconds(30));
            ticks += 500;
        }
        return report;
    }

    /** All that is logged is told. */
    private List<String> said() {
        assertEquals(
                log.told().size(),
                log.text().lines().filter(it -> !it.isBlank()).count(),
                log::text);
        return log.told();
    }
}
