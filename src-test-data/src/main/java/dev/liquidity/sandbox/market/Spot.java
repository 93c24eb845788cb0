package dev.liquidity.sandbox.market;

import java.util.Random;

/**
 * An underlying's price: a walk that is drawn back to where it began. One thread steps it; any may read it.
 */
final class Spot {
    private static final double SECONDS_A_YEAR = 252 * 22_500.0;
    /** The walk's pull a second towards its beginning. */
    private static final double PULL = 1 / 1_800.0;

    private final double base;
    private final double volatility;
    private final Random random;
    private volatile double price;

    /**
     * @param volatility a year
     */
    Spot(double base, double volatility, long seed) {
        this.base = base;
        this.volatility = volatility;
        this.random = new Random(seed);
        this.price = base;
    }

    /** In points or rupees. */
    double price() {
        return price;
    }

    /** Where the walk began. */
    double base() {
        return base;
    }

    /** A year. */
    double volatility() {
        return volatility;
    }

    /** Walks on for a while. Used by the market thread only. */
    void step(double seconds) {
        double noise = volatility * Math.sqrt(seconds / SECONDS_A_YEAR) * random.nextGaussian();
        double pull = PULL * seconds * (base / price - 1);
        price = price * (1 + noise + pull);
    }
}
