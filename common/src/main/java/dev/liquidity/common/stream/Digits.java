package dev.liquidity.common.stream;

/** Decimal digits as ASCII bytes, two for each division, and the powers of ten. */
final class Digits {
    /** The highest power of ten that fits into 64 bits, and so the most decimals of a scaled integer. */
    static final int MAX_POWER = 18;

    /** The tens and the ones of 0 to 99. */
    static final byte[] TENS = new byte[100];

    static final byte[] ONES = new byte[100];

    private static final long[] POWERS = new long[MAX_POWER + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
        for (int i = 0; i < 100; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
    }

    private Digits() {}

    /** Ten to a power of 0 to {@link #MAX_POWER}. */
    static long power(int exponent) {
        return POWERS[exponent];
    }

    /** How many digits a number has that is not negative; 1 for 0. */
    static int count(long value) {
        // A bit is worth log10(2) = 1233 / 4096 digits; one comparison decides between the two possible counts.
        int atMost = (Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 1233 >> 12;
        return value < POWERS[atMost] ? Math.max(1, atMost) : atMost + 1;
    }

    /**
     * Writes a number that is not negative.
     *
     * @param to has room for all its digits from that index on
     * @return the index after the last digit
     */
    static int write(long value, byte[] to, int from) {
        int end = from + count(value);
        int at = end;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long hundreds = rest / 100;
            at = writePair((int) (rest - 100 * hundreds), to, at);
            rest = hundreds;
        }
        int small = (int) rest;
        while (small >= 100) {
            int hundreds = small / 100;
            at = writePair(small - 100 * hundreds, to, at);
            small = hundreds;
        }
        if (small >= 10) {
            writePair(small, to, at);
        } else {
            to[at - 1] = ONES[small];
        }
        return end;
    }

    /** Writes 0 to 99 as two digits before an index, and returns the index of the first one. */
    static int writePair(int value, byte[] to, int end) {
        to[end - 1] = ONES[value];
        to[end - 2] = TENS[value];
        return end - 2;
    }
}
