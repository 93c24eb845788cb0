package dev.liquidity.common.stream;

import dev.liquidity.common.tick.Tick;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON as UTF-8 bytes, written front to back into one array that is reused. Every value writes a comma after it, and
 * closing the object or array around the last one removes that comma. Not thread-safe.
 *
 * <p>It can do no more than ticks need. What that saves over jackson-core's generator is measured by
 * {@code TickBenchmark}, in the module {@code bench}.
 */
final class JsonBuffer {
    /** The longest number with its comma, in bytes: a sign, 19 digits, a point, and a zero on each side of it. */
    private static final int MAX_NUMBER = 24;

    private static final double FOUR_DECIMALS = 1e4;
    private static final double MAX_WITHOUT_EXPONENT = 1e9;

    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] HEX = ascii("0123456789abcdef");

    private byte[] bytes;
    private int length;

    /** @param capacity bytes to begin with; the array grows as needed */
    JsonBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** A field's name with its quotes and colon, for {@link #field}. */
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

    /** An opening brace or bracket. */
    JsonBuffer open(char bracket) {
        return raw(bracket);
    }

    /** A closing brace or bracket, in place of the comma after the last value inside. */
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

    JsonBuffer truth(boolean value) {
        return raw(value ? TRUE : FALSE).comma();
    }

    /** A whole number; null for {@link Tick#ABSENT}. */
    JsonBuffer number(long value) {
        if (value == Tick.ABSENT) {
            return raw(NULL).comma();
        }
        signed(value);
        return comma();
    }

    private void signed(long value) {
        reserve(MAX_NUMBER);
        if (value < 0) {
            bytes[length++] = '-';
        }
        length = Digits.write(Math.abs(value), bytes, length);
    }

    /**
     * A scaled integer as the Python client prints a float: {@code 163.95}, {@code 99.0}; at least one decimal, and no
     * zero at the end after that. Null for {@link Tick#ABSENT}.
     */
    JsonBuffer decimal(long unscaled, int decimals) {
        if (unscaled == Tick.ABSENT) {
            return raw(NULL).comma();
        }
        reserve(MAX_NUMBER);
        if (unscaled < 0) {
            bytes[length++] = '-';
        }
        // Nearly all prices have two decimals, and a division by a constant is a multiplication.
        long unit = Digits.power(decimals);
        long whole = decimals == 2 ? unscaled / 100 : unscaled / unit;
        long fraction = Math.abs(unscaled - whole * unit);
        length = Digits.write(Math.abs(whole), bytes, length);
        bytes[length++] = '.';
        if (decimals == 2) {
            hundredths((int) fraction);
        } else {
            fraction(fraction, decimals);
        }
        return comma();
    }

    private void hundredths(int value) {
        bytes[length++] = Digits.TENS[value];
        if (Digits.ONES[value] != '0') {
            bytes[length++] = Digits.ONES[value];
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

    /** The shortest digits of this number: up to four decimals, else as Java prints it, perhaps with an exponent. */
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

    /** A number of fixed width, with leading zeros. */
    JsonBuffer padded(int value, int width) {
        reserve(width);
        int rest = value;
        int at = length + width;
        for (; at >= length + 2; at -= 2) {
            Digits.writePair(rest % 100, bytes, at);
            rest /= 100;
        }
        if (at > length) {
            bytes[length] = Digits.ONES[rest % 10];
        }
        length += width;
        return this;
    }

    /** The comma after a value. */
    JsonBuffer comma() {
        return raw(',');
    }

    /** The value written. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length());
    }

    /** Its length in bytes. */
    int length() {
        return length - 1;
    }

    /** Copies it into an array from an index on. */
    void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, length());
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
