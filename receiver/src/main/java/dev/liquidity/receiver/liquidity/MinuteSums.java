package dev.liquidity.receiver.liquidity;

import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;

/** The sums of one instrument in one minute. Not thread-safe. */
public final class MinuteSums {
    /** For how many lots the cost of trading is kept. */
    static final int[] LOTS = {1, 5, 10, 50};

    private static final int LEVELS = 5;

    private final double[] sums = new double[Sum.ALL.size()];

    /** The value of a column. */
    public double get(Sum sum) {
        return sums[sum.ordinal()];
    }

    void add(Sum sum, double value) {
        sums[sum.ordinal()] += value;
    }

    /**
     * Adds what a tick alone tells.
     *
     * @param quote the tick's; null if it has none
     * @param lotSize units a lot; 0 if it is not known
     */
    public void add(Tick tick, Quote quote, long lotSize) {
        add(Sum.TICKS, 1);
        if (tick.lastPrice() != Tick.ABSENT) {
            add(Sum.PRICES, 1);
            add(Sum.PRICE_SUM, tick.lastPrice() / Quote.unit(tick));
        }
        if (tick.oi() != Tick.ABSENT) {
            add(Sum.OI_TICKS, 1);
            add(Sum.OI_SUM, tick.oi());
        }
        if (quote != null) {
            addQuote(quote);
            addLevels(tick.depth());
            if (lotSize > 0) {
                add(Sum.LOT_QUOTES, 1);
                addCosts(tick, quote, lotSize, Side.SELL, Sum.BUY_1_QUOTES);
                addCosts(tick, quote, lotSize, Side.BUY, Sum.SELL_1_QUOTES);
            }
        }
    }

    private void addQuote(Quote quote) {
        add(Sum.QUOTES, 1);
        add(Sum.MID_SUM, quote.mid());
        add(Sum.MICROPRICE_SUM, quote.microprice());
        add(Sum.SPREAD_SUM, quote.spread());
        add(Sum.SPREAD_BPS_SUM, quote.spreadBps());
        add(Sum.BID_QUANTITY_SUM, quote.bidQuantity());
        add(Sum.ASK_QUANTITY_SUM, quote.askQuantity());
        add(Sum.IMBALANCE_SUM, imbalance(quote.bidQuantity(), quote.askQuantity()));
    }

    private void addLevels(Depth depth) {
        add(Sum.BID_ORDERS_SUM, Math.max(0, depth.orders(Side.BUY, 0)));
        add(Sum.ASK_ORDERS_SUM, Math.max(0, depth.orders(Side.SELL, 0)));
        long bids = addSide(depth, Side.BUY, Sum.BID_QUANTITY_5_SUM, Sum.BID_ORDERS_5_SUM);
        long asks = addSide(depth, Side.SELL, Sum.ASK_QUANTITY_5_SUM, Sum.ASK_ORDERS_5_SUM);
        add(Sum.IMBALANCE_5_SUM, imbalance(bids, asks));
    }

    /** Returns the quantity of the side. */
    private long addSide(Depth depth, Side side, Sum quantitySum, Sum orderSum) {
        long quantity = 0;
        long orders = 0;
        for (int level = 0; level < LEVELS && Quote.isOffered(depth, side, level); level++) {
            quantity += depth.quantity(side, level);
            orders += Math.max(0, depth.orders(side, level));
        }
        add(quantitySum, quantity);
        add(orderSum, orders);
        return quantity;
    }

    private static double imbalance(double bids, double asks) {
        return (bids - asks) / (bids + asks);
    }

    /**
     * Walks a side of the book, and adds for each number of lots by how much the average price is worse than the mid
     * price, if the book holds as many.
     *
     * @param first the first of the columns, which follow each other in the order of {@link #LOTS}
     */
    private void addCosts(Tick tick, Quote quote, long lotSize, Side side, Sum first) {
        Depth depth = tick.depth();
        double unit = Quote.unit(tick);
        long units = 0;
        double paid = 0;
        int level = 0;
        for (int i = 0; i < LOTS.length; i++) {
            long wanted = LOTS[i] * lotSize;
            while (level < LEVELS
                    && Quote.isOffered(depth, side, level)
                    && units + depth.quantity(side, level) < wanted) {
                units += depth.quantity(side, level);
                paid += depth.quantity(side, level) * (depth.price(side, level) / unit);
                level++;
            }
            if (level == LEVELS || !Quote.isOffered(depth, side, level)) {
                return;
            }
            double average = (paid + (wanted - units) * (depth.price(side, level) / unit)) / wanted;
            sums[first.ordinal() + 2 * i]++;
            sums[first.ordinal() + 2 * i + 1] += side == Side.SELL ? average - quote.mid() : quote.mid() - average;
        }
    }
}
