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
        Tick.Builder tick = new Tick.Builder();
        tick.mode = Mode.FULL;
        tick.tradable = true;
        tick.instrumentToken = 9287170;
        tick.tradingsymbol = tradingsymbol;
        tick.name = "NIFTY";
        tick.lastPrice = 16395;
        tick.lastTradedQuantity = 75;
        tick.averageTradedPrice = 16392;
        tick.volumeTraded = 3_000_000_000L;
        tick.totalBuyQuantity = 124;
        tick.totalSellQuantity = 83;
        tick.open = 16375;
        tick.high = 16895;
        tick.low = 15895;
        tick.close = 9900;
        tick.changePercent = 65.6061;
        tick.lastTradeTimeMicros = TIME - 1_000_000;
        tick.oi = 1041;
        tick.oiDayHigh = 5000;
        tick.oiDayLow = 1000;
        tick.exchangeTimeMicros = TIME;
        tick.depth = book(5);
        tick.receivedAtMicros = TIME + 1_000_250;
        return tick;
    }

    public static Tick.Builder full(String tradingsymbol, long lastPrice) {
        return full(tradingsymbol, lastPrice, book(5));
    }

    public static Tick.Builder full(String tradingsymbol, long lastPrice, Depth depth) {
        Tick.Builder tick = full(tradingsymbol);
        tick.lastPrice = lastPrice;
        tick.depth = depth;
        return tick;
    }

    public static Tick.Builder full(String tradingsymbol, long lastPrice, long exchangeTimeMicros) {
        Tick.Builder tick = full(tradingsymbol, lastPrice);
        tick.exchangeTimeMicros = exchangeTimeMicros;
        return tick;
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
