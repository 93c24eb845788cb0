package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.connector.wire.Packets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TradedGapsTest {
    private static final FeedGap OF_A_TRADING_DAY = gap("2026-11-23T08:00:00Z", "2026-11-23T08:01:00Z");
    private static final FeedGap OF_A_SPECIAL_SESSION = gap("2025-10-21T08:30:00Z", "2025-10-21T08:31:00Z");
    private static final FeedGap OF_A_HOLIDAY = gap("2026-11-24T08:00:00Z", "2026-11-24T08:01:00Z");
    private static final FeedGap OF_A_SUNDAY = gap("2026-11-22T08:00:00Z", "2026-11-22T08:01:00Z");

    private final PassedOn next = new PassedOn();
    private final TradeWatch trades = new TradeWatch(next, new MarketHours(CalendarFile.builtIn()));
    private final byte[] frame = Packets.ltpFrame(1, 258, 1);
    private final byte[] trade = Packets.ltpFrame(1, 258, 2);

    @Test
    void passesFramesAndGapsOfTradingDaysOn() {
        trades.onGap(OF_A_TRADING_DAY);
        trades.onFrame(1, 1, frame);
        trades.onGap(OF_A_SPECIAL_SESSION);

        assertEquals(List.of(OF_A_TRADING_DAY, frame, OF_A_SPECIAL_SESSION), next.all);
    }

    @Test
    void keepsGapsOfDaysWithoutTrading() {
        trades.start();
        trades.onGap(OF_A_HOLIDAY);
        trades.onFrame(1, 1, frame);
        trades.onFrame(1, 2, frame);
        trades.onGap(OF_A_SUNDAY);

        assertEquals(List.of(frame, frame), next.all);
    }

    @Test
    void passesThemOnOnceInstrumentsTrade() {
        trades.start();
        trades.onGap(OF_A_HOLIDAY);
        trades.onFrame(1, 1, frame);
        trades.onFrame(1, 2, trade);
        trades.onGap(OF_A_SUNDAY);

        assertEquals(List.of(frame, OF_A_HOLIDAY, trade, OF_A_SUNDAY), next.all);
    }

    private static FeedGap gap(String from, String to) {
        return new FeedGap(1, Instant.parse(from), Instant.parse(to), "cut", 9);
    }
}
