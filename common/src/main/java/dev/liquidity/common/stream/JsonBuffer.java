package dev.liquidity.common.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON as UTF-8 bytes, written front to back into one array that is used again. Every value takes a comma with it, and who closes the object
 * around the last one takes that comma back. It knows no more than ticks need, and so writes one in a fifth of the time that a general
 * generator takes. Serves one thread.
 */
final class JsonBuffer {
    /** The longest number with the comma behind it: a sign, 19 digits, a point, and a zero on each side of it. */
    static final int MAX_NUMBER = 24;

    private static final double FOUR_DECIMALS = 1e4;
    private static final double MAX_WITHOUT_EXPONENT = 1e9;

    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] MIN_VALUE = ascii(Long.toString(Long.MIN_VALUE));
    private static final byte[] HEX = ascii("0123456789abcdef");

    /** The tens and the ones of 0 to 99: two digits a division. */
    private static final byte[] TENS = new byte[100];

    private static final byte[] ONES = new byte[100];

    static {
        for (int i = 0; i < 100; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
    }

    private byte[] bytes;
    private int length;

    /**
     * @param capacity bytes to begin with; it grows
     */
    JsonBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** A field's name with its quotes and colon, to be given to {@link #field}. */
    static byte[] name(String name) {
        return ascii('"' + name + "\":");
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    JsonBuffer clear() {
        length = 0;
        return this;
    }

    /** A brace or a bracket. */
    JsonBuffer open(char bracket) {
        return raw(bracket);
    }

    /** A brace or a bracket, in the place of the comma behind the last value in it. */
    JsonBuffer close(char bracket) {
        if (bytes[length - 1] == ',') {
            length--;
        }
        return raw(bracket).comma();
    }

    /** A field's name. */
    JsonBuffer field(byte[] name) {
        return raw(name);
    }

    JsonBuffer nothing() {
        return raw(NULL).comma();
    }

    JsonBuffer truth(boolean value) {
        return raw(value ? TRUE : FALSE).comma();
    }

    JsonBuffer number(long value) {
        signed(value);
        return comma();
    }

    private void signed(long value) {
        reserve(MAX_NUMBER);
        if (value == Long.MIN_VALUE) {
            raw(MIN_VALUE);
            return;
        }
        if (value < 0) {
            bytes[length++] = '-';
        }
        digits(Math.abs(value));
    }

    /**
     * A scaled integer the way the Python client prints a float: {@code 163.95}, {@code 99.0}; no superfluous zero but the first decimal.
     */
    JsonBuffer decimal(long unscaled, int decimals) {
        reserve(MAX_NUMBER);
        if (unscaled < 0) {
            bytes[length++] = '-';
        }
        // Nearly all prices have two decimals, and a division by a constant is a multiplication.
        long unit = Decimal.power(decimals);
        long whole = decimals == 2 ? unscaled / 100 : unscaled / unit;
        long fraction = Math.abs(unscaled - whole * unit);
        digits(Math.abs(whole));
        bytes[length++] = '.';
        if (decimals == 2) {
            hundredths((int) fraction);
        } else {
            fraction(fraction, decimals);
        }
        return comma();
    }

    private void hundredths(int value) {
        bytes[length++] = TENS[value];
        if (ONES[value] != '0') {
            bytes[length++] = ONES[value];
        }
    }

    private void fraction(long value, int decimals) {
        if (value == 0) {
            bytes[length++] = '0';
            return;
        }
        long rest = value;
        int last = length + decimals - 1;
        for (int at = last; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        while (bytes[last] == '0') {
            last--;
        }
        length = last + 1;
    }

    /** The shortest digits that are this number: up to four decimals as such, else as Java prints it, maybe with an exponent. */
    JsonBuffer real(double value) {
        long scaled = Math.round(value * FOUR_DECIMALS);
        if (scaled / FOUR_DECIMALS == value && Math.abs(value) < MAX_WITHOUT_EXPONENT) {
            return decimal(scaled, 4);
        }
        return raw(ascii(Double.toString(value))).comma();
    }

    /** A stream's ID in quotes. */
    JsonBuffer id(StreamId id) {
        raw('"');
        signed(id.millis());
        raw('-');
        signed(id.sequence());
        return raw('"').comma();
    }

    /** A text in quotes. */
    JsonBuffer text(String text) {
        reserve(6 * text.length() + 3);
        bytes[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] utf8 = text.substring(i).getBytes(StandardCharsets.UTF_8);
                return utf8(utf8).raw('"').comma();
            }
            character((byte) c);
        }
        bytes[length++] = '"';
        return comma();
    }

    private JsonBuffer utf8(byte[] utf8) {
        reserve(6 * utf8.length + 1);
        for (byte b : utf8) {
            character(b);
        }
        return this;
    }

    private void character(byte c) {
        if (c == '"' || c == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = c;
        } else if (c >= 0 && c < 0x20) {
            bytes[length++] = '\\';
            bytes[length++] = 'u';
            bytes[length++] = '0';
            bytes[length++] = '0';
            bytes[length++] = HEX[c >> 4];
            bytes[length++] = HEX[c & 15];
        } else {
            bytes[length++] = c;
        }
    }

    JsonBuffer raw(byte[] ascii) {
        reserve(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        return this;
    }

    JsonBuffer raw(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** So many decimal digits, with leading zeros. */
    JsonBuffer padded(int value, int width) {
        reserve(width);
        int rest = value;
        int at = length + width;
        for (; at >= length + 2; at -= 2) {
            pair(rest % 100, bytes, at);
            rest /= 100;
        }
        if (at > length) {
            bytes[length] = ONES[rest % 10];
        }
        length += width;
        return this;
    }

    /** What is behind a value, if another one follows. */
    JsonBuffer comma() {
        return raw(',');
    }

    /** The value that was written, whole. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length());
    }

    /** Its length. */
    int length() {
        return length - 1;
    }

    /** Copies it. */
    void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, length());
    }

    private void digits(long value) {
        length = digits(value, bytes, length);
    }

    /**
     * Writes a number that is not negative into an array that has room for it.
     *
     * @return where it ends
     */
    static int digits(long value, byte[] to, int from) {
        int end = from + Decimal.digits(value);
        int at = end;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long hundreds = rest / 100;
            at = pair((int) (rest - 100 * hundreds), to, at);
            rest = hundreds;
        }
        int small = (int) rest;
        while (small >= 100) {
            int hundreds = small / 100;
            at = pair(small - 100 * hundreds, to, at);
            small = hundreds;
        }
        if (small >= 10) {
            pair(small, to, at);
        } else {
            to[at - 1] = ONES[small];
        }
        return end;
    }

    private static int pair(int value, byte[] to, int end) {
        to[end - 1] = ONES[value];
        to[end - 2] = TENS[value];
        return end - 2;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
