package dev.liquidity.common.stream;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Tick;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * JSON exactly as {@link JsonBuffer} writes it, read front to back: no blanks, no escapes, no exponents, plain ASCII.
 * At anything else it is no longer {@link #isPlain()}, and all values from there on are meaningless. Not thread-safe.
 */
final class OwnJsonCursor {
    /** More digits than that may not fit into 64 bits. */
    private static final int MAX_DIGITS = 18;

    /** In bytes: names are shorter, and longer texts are not worth keeping. */
    private static final int LONGEST_TEXT = 64;

    private static final long EXACT = 1L << 53;
    private static final int DATE = "2026-11-22".length();
    private static final int SECONDS = "2026-11-22T10:15:01".length();
    private static final int FRACTION = 6;
    private static final long MICROS = 1_000_000;
    private static final byte[] NULL = JsonBuffer.ascii("null");

    private final TextCache texts = new TextCache();
    private final byte[] date = new byte[DATE];
    private long midnightSeconds;
    private byte[] bytes;
    private int end;
    private int at;
    private boolean plain;
    private int fractionDigits;

    /** Begins at the front of an entry, which the first bytes of an array hold. */
    void start(byte[] json, int length) {
        bytes = json;
        end = length;
        at = 0;
        plain = true;
    }

    boolean isPlain() {
        return plain;
    }

    /** True once everything has been read, and all of it was plain. */
    boolean isAtEnd() {
        return plain && at == end;
    }

    /** Marks the entry as not plain. */
    void fail() {
        plain = false;
    }

    /** Skips these bytes if they come next, and returns whether they did. */
    boolean skip(byte[] expected) {
        int after = at + expected.length;
        if (after > end || !Arrays.equals(bytes, at, after, expected, 0, expected.length)) {
            return false;
        }
        at = after;
        return true;
    }

    /** Skips this character if it comes next, and returns whether it did. */
    boolean skip(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    /** Skips these bytes, which must come next. */
    void expect(byte[] expected) {
        plain &= skip(expected);
    }

    /** A whole number. */
    long integer() {
        long value = digits();
        plain &= fractionDigits == 0;
        return value;
    }

    /** A number with at most the given decimals, as an integer scaled by ten to that power. */
    long decimal(int decimals) {
        long value = digits();
        int missing = decimals - fractionDigits;
        if (missing < 0 || Math.abs(value) >= Digits.power(MAX_DIGITS - Math.max(0, missing))) {
            plain = false;
            return 0;
        }
        return value * Digits.power(missing);
    }

    /** A number as the nearest double. */
    double real() {
        long value = digits();
        // Both operands are exact below that, so their quotient is the nearest double.
        plain &= Math.abs(value) < EXACT;
        return value / (double) Digits.power(fractionDigits);
    }

    /** All digits of a number as one integer; {@link #fractionDigits} is how many of them follow the point. */
    private long digits() {
        boolean negative = skip('-');
        int start = at;
        long value = 0;
        int point = -1;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                value = 10 * value + digit;
            } else if (bytes[at] == '.' && point < 0) {
                point = at;
            } else {
                break;
            }
        }
        int whole = (point < 0 ? at : point) - start;
        fractionDigits = point < 0 ? 0 : at - point - 1;
        boolean isNumber = whole > 0
                && (whole == 1 || bytes[start] != '0')
                && (point < 0 || fractionDigits > 0)
                && whole + fractionDigits <= MAX_DIGITS
                // Negative zero is a different double.
                && !(negative && value == 0);
        if (!isNumber) {
            plain = false;
            fractionDigits = 0;
            return 0;
        }
        return negative ? -value : value;
    }

    /** A text in quotes; the same text is the same object most of the time. Null if it is not plain. */
    String text() {
        if (!skip('"')) {
            plain = false;
            return null;
        }
        int start = at;
        while (at < end && bytes[at] != '"' && bytes[at] != '\\' && bytes[at] >= ' ') {
            at++;
        }
        int stop = at;
        if (stop - start > LONGEST_TEXT || !skip('"')) {
            plain = false;
            return null;
        }
        return texts.of(bytes, start, stop);
    }

    /**
     * A time in quotes, as {@link Ist#format} or {@link Ist#formatMicros} prints it, or null.
     *
     * @return microseconds since the epoch; {@link Tick#ABSENT} for null and for the epoch itself
     */
    long time() {
        if (skip(NULL)) {
            return Tick.ABSENT;
        }
        int from = at + 1;
        if (!skip('"') || from + SECONDS >= end || !isDay(from)) {
            plain = false;
            return 0;
        }
        int hour = padded(from + DATE, 'T', 2);
        int minute = padded(from + 13, ':', 2);
        int second = padded(from + 16, ':', 2);
        at = from + SECONDS;
        int micros = 0;
        if (peek() == '.' && at + FRACTION < end) {
            micros = padded(at, '.', FRACTION);
            at += 1 + FRACTION;
        }
        plain &= hour < 24 && minute < 60 && second < 60 && skip('"');
        long time = (midnightSeconds + hour * 3_600 + minute * 60 + second) * MICROS + micros;
        return time == 0 ? Tick.ABSENT : time;
    }

    /** Reads a date, nearly always the last one again; returns whether it is one. */
    private boolean isDay(int from) {
        if (Arrays.equals(bytes, from, from + DATE, date, 0, DATE)) {
            return true;
        }
        int year = 100 * two(from) + two(from + 2);
        int month = padded(from + 4, '-', 2);
        int day = padded(from + 7, '-', 2);
        if (!plain) {
            return false;
        }
        try {
            midnightSeconds =
                    LocalDate.of(year, month, day).atStartOfDay(Ist.ZONE).toEpochSecond();
        } catch (DateTimeException e) {
            return false;
        }
        System.arraycopy(bytes, from, date, 0, DATE);
        return true;
    }

    private int two(int from) {
        int tens = bytes[from] - '0';
        int ones = bytes[from + 1] - '0';
        plain &= tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
        return 10 * tens + ones;
    }

    /** A separator, and a number of fixed width after it. */
    private int padded(int from, char separator, int width) {
        plain &= bytes[from] == separator;
        int value = 0;
        for (int i = from + 1; i <= from + width; i++) {
            int digit = bytes[i] - '0';
            plain &= digit >= 0 && digit <= 9;
            value = 10 * value + digit;
        }
        return value;
    }

    private int peek() {
        return at < end ? bytes[at] : -1;
    }
}
