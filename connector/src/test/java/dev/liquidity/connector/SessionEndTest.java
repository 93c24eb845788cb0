package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.wire.Packets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SessionEndTest {
    private static final Instant END = Instant.parse("2026-11-23T10:15:00Z");
    private static final int TOKEN = 12_345 * 256 + 2;

    private final TradeWatch trades = new TradeWatch(new PassedOn(), new MarketHours(CalendarFile.builtIn()));

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private Instant now = END.minus(Duration.ofMinutes(10));
    private int price = 100;

    @Test
    void isReachedAtTheEndWhenTradingHasEnded() {
        SessionEnd end = sessionEnd(true);

        assertEquals(END, run(end, END.minus(Duration.ofMinutes(5))));
        assertEquals("", said());
    }

    @Test
    void isPutOffWhileInstrumentsTradeAndAMinuteMore() {
        SessionEnd end = sessionEnd(true);

        assertEquals(END.plus(Duration.ofMinutes(31)), run(end, END.plus(Duration.ofMinutes(30))));
        assertEquals(
                "INFO Instruments still trade at 15:45, the session's end: recording goes on while they do,"
                        + " until 16:45 IST at most\n"
                        + "INFO The extended session ends at 16:16 IST: no instrument has traded for a minute",
                said());
    }

    @Test
    void isReachedAnHourLaterThoughInstrumentsTrade() {
        SessionEnd end = sessionEnd(true);

        assertEquals(END.plus(Duration.ofHours(1)), run(end, END.plus(Duration.ofHours(3))));
        assertTrue(said().endsWith("The extended session ends at 16:45 IST, though instruments still trade"), said());
    }

    @Test
    void isNotPutOffWhenTheUserWantsAnEarlierEnd() {
        SessionEnd end = sessionEnd(false);

        assertEquals(END, run(end, END.plus(Duration.ofHours(3))));
        assertEquals("", said());
    }

    @Test
    void neverComesForARecordingWithoutAnEnd() {
        SessionEnd end = new SessionEnd(null, false, trades, () -> now);

        now = END.plus(Duration.ofDays(2));
        assertFalse(end.isReached());
    }

    private SessionEnd sessionEnd(boolean mayBeExtended) {
        return new SessionEnd(END, mayBeExtended, trades, () -> now);
    }

    /** Trades every second until a time; returns the minute in which the end is reached. */
    private Instant run(SessionEnd end, Instant tradingUntil) {
        while (!end.isReached()) {
            assertTrue(now.isBefore(END.plus(Duration.ofDays(1))), "it never ends");
            now = now.plusSeconds(1);
            if (!now.isAfter(tradingUntil)) {
                price++;
            }
            trades.onFrame(1, EpochMicros.of(now), Packets.frame(Packets.ltp(TOKEN, price)));
        }
        return now.truncatedTo(ChronoUnit.MINUTES);
    }

    /** The lines about the end: tests of other classes log beside it. */
    private String said() {
        return log.text()
                .lines()
                .filter(line -> line.contains("session"))
                .map(String::strip)
                .collect(Collectors.joining("\n"));
    }
}
