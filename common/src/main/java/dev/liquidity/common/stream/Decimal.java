package dev.liquidity.common.stream;

import dev.liquidity.common.tick.Tick;
import java.math.BigDecimal;

/** Decimal digits as scaled integers, exactly: no price ever passes through a binary fraction here. */
final class Decimal {
    /** More decimals than a 64-bit price can have. */
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

    /** How many decimal digits a number that is not negative has; 1 for 0. */
    static int digits(long value) {
        // A bit is worth log10(2) = 1233 / 4096 digits; which of two counts it is, one comparison tells.
        int atMost = (Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 1233 >> 12;
        return value < POWERS[atMost] ? Math.max(1, atMost) : atMost + 1;
    }

    /**
     * Reads digits with at most one point as an integer scaled by ten to the given power: the form that nearly all numbers have.
     *
     * @return {@link Tick#ABSENT} when it has another form, more decimals than given, or more than 18 digits: {@link #parse} knows
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
     * Reads any decimal number, also {@code 1.6395e2}.
     *
     * @throws NumberFormatException for what is no number
     */
    static BigDecimal parse(char[] text, int offset, int length) {
        BigDecimal value = new BigDecimal(text, offset, length);
        if (Math.abs((long) value.scale()) > 400 || value.precision() > 400) {
            throw new NumberFormatException("a number far out of range");
        }
        return value;
    }
}
