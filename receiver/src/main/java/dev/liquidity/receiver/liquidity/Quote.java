package dev.liquidity.receiver.liquidity;

import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.util.stream.IntStream;

/**
 * The best bid and the best ask of a book that has both. Immutable.
 *
 * @param bid rupees
 * @param ask rupees; not below the bid
 * @param bidQuantity units, above 0
 * @param askQuantity units, above 0
 */
public record Quote(double bid, double ask, long bidQuantity, long askQuantity) {
    private static final double BASIS_POINTS = 10_000;
    private static final double[] UNITS = IntStream.range(0, 19)
            .mapToDouble(decimals -> Math.pow(10, decimals))
            .toArray();

    /** The quote of a tick; null if a side is empty, or the book is crossed, as it is before the market opens. */
    static Quote of(Tick tick) {
        Depth depth = tick.depth();
        if (depth == null || !isOffered(depth, Side.BUY, 0) || !isOffered(depth, Side.SELL, 0)) {
            return null;
        }
        long bid = depth.price(Side.BUY, 0);
        long ask = depth.price(Side.SELL, 0);
        double unit = unit(tick);
        return ask < bid
                ? null
                : new Quote(bid / unit, ask / unit, depth.quantity(Side.BUY, 0), depth.quantity(Side.SELL, 0));
    }

    /** By what a tick's prices are divided to get rupees. */
    static double unit(Tick tick) {
        return UNITS[tick.priceDecimals()];
    }

    /** Whether somebody stands at a level: Kite fills empty levels with zeros. */
    static boolean isOffered(Depth depth, Side side, int level) {
        return level < depth.levels(side) && depth.price(side, level) > 0 && depth.quantity(side, level) > 0;
    }

    /** Rupees. */
    double mid() {
        return (bid + ask) / 2;
    }

    /** Rupees. */
    public double spread() {
        return ask - bid;
    }

    /** The spread in hundredths of a percent of the mid price. */
    public double spreadBps() {
        return spread() / mid() * BASIS_POINTS;
    }

    /** The mid price, drawn to the side that has less: rupees. */
    double microprice() {
        return (bid * askQuantity + ask * bidQuantity) / (bidQuantity + askQuantity);
    }
}
