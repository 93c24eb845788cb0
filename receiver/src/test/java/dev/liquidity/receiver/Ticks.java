package dev.liquidity.receiver;

import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.time.Instant;

/** Ticks for tests. */
public final class Ticks {
    /** 22 November 2026, 10:15:01 IST. */
    public static final long TIME = micros("2026-11-22T04:45:01Z");

    private Ticks() {}

    public static long micros(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000;
    }

    /** A builder with the values of a full tick. */
    public static Tick.Builder full(String tradingsymbol) {
        return new Tick.Builder()
                .mode(Mode.FULL)
                .tradable(true)
                .instrumentToken(9287170)
                .tradingsymbol(tradingsymbol)
                .name("NIFTY")
                .lastPrice(16395)
                .lastTradedQuantity(75)
                .averageTradedPrice(16392)
                .volumeTraded(3_000_000_000L)
                .totalBuyQuantity(124)
                .totalSellQuantity(83)
                .open(16375)
                .high(16895)
                .low(15895)
                .close(9900)
                .changePercent(65.6061)
                .lastTradeTimeMicros(TIME - 1_000_000)
                .oi(1041)
                .oiDayHigh(5000)
                .oiDayLow(1000)
                .exchangeTimeMicros(TIME)
                .depth(book(5))
                .receivedAtMicros(TIME + 1_000_250);
    }

    /** A book of so many levels a side. */
    public static Depth book(int levels) {
        Depth.Builder depth = new Depth.Builder(2 * levels);
        for (int i = 0; i < levels; i++) {
            depth.add(Side.BUY, 16390 - 5 * i, 75 * (i + 1), i + 1);
        }
        for (int i = 0; i < levels; i++) {
            depth.add(Side.SELL, 16400 + 5 * i, 75 * (i + 6), i + 6);
        }
        return depth.build();
    }
}
