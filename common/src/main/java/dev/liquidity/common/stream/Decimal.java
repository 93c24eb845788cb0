package dev.liquidity.common.stream;

import dev.liquidity.common.tick.Tick;
import java.math.BigDecimal;

/** Reads decimal numbers as scaled integers, exactly: no price ever becomes a binary fraction. */
final class Decimal {
    /** A 64-bit price has no more decimals than that. */
    static final int MAX_DECIMALS = 18;

    private static final long[] POWERS = new long[MAX_DECIMALS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private Decimal() {}

    /** Ten to a power of 0 to {@link #MAX_DECIMALS}. */
    static long power(int exponent) {
        return POWERS[exponent];
    }

    /**
     * Reads digits with at most one point, the form of nearly all numbers, as an integer scaled by ten to a power.
     *
     * @return {@link Tick#ABSENT} for other forms, more decimals and more than 18 digits, which {@link #parse} takes
     */
    static long parsePlain(char[] text, int offset, int length, int decimals) {
        int i = offset;
        int end = offset + length;
        boolean negative = length > 1 && text[i] == '-';
        if (negative) {
            i++;
        }
        if (end - i > MAX_DECIMALS || i == end) {
            return Tick.ABSENT;
        }
        long value = 0;
        int missing = -1;
        for (; i < end; i++) {
            char c = text[i];
            if (c >= '0' && c <= '9') {
                if (missing == 0) {
                    if (c != '0') {
                        return Tick.ABSENT;
                    }
                    continue;
                }
                value = 10 * value + (c - '0');
                if (missing > 0) {
                    missing--;
                }
            } else if (c == '.' && missing < 0) {
                missing = decimals;
            } else {
                return Tick.ABSENT;
            }
        }
        int shift = missing < 0 ? decimals : missing;
        if (shift > 0) {
            if (value > Long.MAX_VALUE / POWERS[shift]) {
                return Tick.ABSENT;
            }
            value *= POWERS[shift];
        }
        return negative ? -value : value;
    }

    /**
     * Reads any decimal number, {@code 1.6395e2} included.
     *
     * @throws NumberFormatException for anything else, and for more than 400 digits
     */
    static BigDecimal parse(char[] text, int offset, int length) {
        BigDecimal value = new BigDecimal(text, offset, length);
        if (Math.abs((long) value.scale()) > 400 || value.precision() > 400) {
            throw new NumberFormatException("a number far out of range");
        }
        return value;
    }
}
