package dev.liquidity.common.tick;

import java.util.Arrays;

/**
 * An order book of a few levels a side, best first. Immutable. It is one array, since a full tick has ten levels, and
 * an object for each would be most of its cost.
 *
 * <p>Prices are integers scaled by the tick's {@link Tick#priceDecimals()}. The sides may have different numbers of
 * levels.
 */
public final class Depth {
    private static final int FIELDS = 3;

    private final long[] values;
    private final int buyLevels;

    private Depth(long[] values, int buyLevels) {
        this.values = values;
        this.buyLevels = buyLevels;
    }

    /** How many levels a side has; level 0 is the best. */
    public int levels(Side side) {
        return side == Side.BUY ? buyLevels : values.length / FIELDS - buyLevels;
    }

    /** Scaled price of a level. */
    public long price(Side side, int level) {
        return values[offset(side, level)];
    }

    /** Quantity of a level, in units (not lots). */
    public long quantity(Side side, int level) {
        return values[offset(side, level) + 1];
    }

    /** Number of orders of a level. */
    public long orders(Side side, int level) {
        return values[offset(side, level) + 2];
    }

    private int offset(Side side, int level) {
        if (level < 0 || level >= levels(side)) {
            throw new IndexOutOfBoundsException(side.label() + " level " + level);
        }
        return FIELDS * (side == Side.BUY ? level : buyLevels + level);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Depth that && buyLevels == that.buyLevels && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + buyLevels;
    }

    @Override
    public String toString() {
        return "Depth[buyLevels=" + buyLevels + ", " + Arrays.toString(values) + "]";
    }

    /** Collects levels, the whole buy side first. Not thread-safe. */
    public static final class Builder {
        private long[] values;
        private int size;
        private int buyLevels;

        /** @param levels the expected number of levels of both sides together; more may be added */
        public Builder(int levels) {
            values = new long[levels * FIELDS];
        }

        /**
         * Adds the next level of a side.
         *
         * @throws IllegalStateException if a buy level follows a sell level
         */
        public Builder add(Side side, long price, long quantity, long orders) {
            if (side == Side.BUY) {
                if (size != buyLevels * FIELDS) {
                    throw new IllegalStateException("a buy level after a sell level");
                }
                buyLevels++;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, Math.max(2 * size, FIELDS));
            }
            values[size] = price;
            values[size + 1] = quantity;
            values[size + 2] = orders;
            size += FIELDS;
            return this;
        }

        /** The book; this builder must not be used afterwards. */
        public Depth build() {
            return new Depth(size == values.length ? values : Arrays.copyOf(values, size), buyLevels);
        }
    }
}
