package dev.liquidity.common.stream;

import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Segment;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.util.Random;

/**
 * Random ticks of every segment and mode: numbers up to 2^32-1, empty books, absent times, names with blanks and
 * quotes.
 */
final class RandomTicks {
    private static final int[] SEGMENTS = {1, 2, 3, 4, 6, 7, 9};
    private static final String[] NAMES = {"NIFTY 50", "M&M", "L\"T\\", "ÅÄÖ ₹", "NIFTY26DEC24700CE"};
    private static final long U32 = 1L << 32;

    private RandomTicks() {}

    static Tick next(Random random) {
        long token = 256L * (1 + random.nextInt(1 << 24) % ((1 << 24) - 1)) - 256 + SEGMENTS[random.nextInt(7)];
        Mode mode = Mode.values()[random.nextInt(3)];
        Tick.Builder tick = new Tick.Builder();
        tick.mode = mode;
        tick.tradable = Segment.isTradable(token);
        tick.instrumentToken = token;
        tick.priceDecimals = Segment.priceDecimals(token);
        tick.tradingsymbol = NAMES[random.nextInt(NAMES.length)];
        tick.name = NAMES[random.nextInt(NAMES.length)];
        tick.receivedAtMicros = 1_700_000_000_000_000L + random.nextInt(1 << 30);
        tick.lastPrice = u32(random);
        if (mode != Mode.LTP) {
            tick.open = u32(random);
            tick.high = u32(random);
            tick.low = u32(random);
            tick.close = u32(random);
            tick.changePercent = random.nextInt(2_000_000) / 1e4 - 100;
            tick.lastTradedQuantity = u32(random);
            tick.averageTradedPrice = u32(random);
            tick.volumeTraded = u32(random);
            tick.totalBuyQuantity = u32(random);
            tick.totalSellQuantity = u32(random);
        }
        if (mode == Mode.FULL) {
            tick.lastTradeTimeMicros = time(random);
            tick.exchangeTimeMicros = time(random);
            tick.oi = u32(random);
            tick.oiDayHigh = u32(random);
            tick.oiDayLow = u32(random);
            tick.depth = depth(random);
        }
        return tick.build();
    }

    private static Depth depth(Random random) {
        int levels = new int[] {0, 5, 20}[random.nextInt(3)];
        Depth.Builder depth = new Depth.Builder(2 * levels);
        for (Side side : Side.values()) {
            for (int i = 0; i < levels; i++) {
                depth.add(side, u32(random), u32(random), random.nextInt(1 << 16));
            }
        }
        return depth.build();
    }

    private static long time(Random random) {
        return random.nextInt(4) == 0 ? Tick.ABSENT : 1_000_000L * (1 + random.nextInt(Integer.MAX_VALUE));
    }

    private static long u32(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> U32 - 1 - random.nextInt(10);
            default -> random.nextLong(U32);
        };
    }
}
