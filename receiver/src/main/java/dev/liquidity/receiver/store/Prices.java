package dev.liquidity.receiver.store;

import java.math.BigDecimal;

/** Exact decimals to the floating-point numbers that SQLite stores: the nearest one, always, so that it prints as the decimal. */
final class Prices {
    private static final long EXACT = 1L << 53;
    private static final double[] POWERS = new double[19];

    static {
        double power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private Prices() {}

    /** A scaled integer as the nearest double. */
    static double of(long unscaled, int decimals) {
        // Both operands are exact then, and IEEE 754 rounds their quotient correctly.
        if (unscaled > -EXACT && unscaled < EXACT) {
            return unscaled / POWERS[decimals];
        }
        return BigDecimal.valueOf(unscaled, decimals).doubleValue();
    }
}
