package dev.liquidity.common.stream;

import dev.liquidity.common.tick.Tick;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.args.Rawable;

/**
 * Commands as Redis reads them (RESP: arrays of bulk strings), one after another in one array that is reused. A tick's
 * JSON and values are written into it without objects of their own. Not thread-safe.
 */
public final class CommandBuffer {
    private static final byte[] EMPTY = new byte[0];
    private static final int LONGEST_NUMBER = 20;
    private static final int LONGEST_FRAMING = LONGEST_NUMBER + 5;

    private final JsonBuffer scratch = new JsonBuffer(64);
    private final IsoTimes times = new IsoTimes();
    private byte[] bytes = new byte[1 << 16];
    private int length;
    private long idMillis = -1;
    private byte[] idHead;

    /** The array whose first {@link #length} bytes are the commands; the next call may replace it. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** Adds a whole command. */
    public void add(CommandArguments command) {
        begin(command.size());
        for (Rawable argument : command) {
            bulk(argument.getRaw());
        }
    }

    /** Begins a command; the count of its arguments includes its name. */
    public void begin(int arguments) {
        reserve(LONGEST_FRAMING);
        count('*', arguments);
    }

    /** Adds what {@link #toBytes} returned before, such as the beginning of a command. */
    public void addEncoded(byte[] encoded) {
        reserve(encoded.length);
        raw(encoded);
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    public void bulk(byte[] value) {
        reserve(value.length + LONGEST_FRAMING);
        count('$', value.length);
        raw(value);
        crLf();
    }

    /** Adds a stream ID. */
    public void bulkId(long packedId) {
        long millis = packedId >>> StreamId.SEQUENCE_BITS;
        if (millis != idMillis) {
            // All ticks of a frame share the milliseconds.
            idMillis = millis;
            idHead = (millis + "-").getBytes(StandardCharsets.US_ASCII);
        }
        int sequence = (int) (packedId & StreamId.MAX_SEQUENCE);
        reserve(idHead.length + LONGEST_NUMBER + LONGEST_FRAMING);
        count('$', idHead.length + Digits.count(sequence));
        raw(idHead);
        number(sequence);
        crLf();
    }

    /** Adds the JSON that the writer encoded last. */
    public void bulk(TickWriter json) {
        bulk(json.encoded());
    }

    /** Adds a number; {@link Tick#ABSENT} as an empty text, as in what follows. */
    public void bulkNumber(long number) {
        if (number == Tick.ABSENT) {
            bulk(EMPTY);
        } else {
            bulk(scratch.clear().number(number));
        }
    }

    /** Adds a scaled integer as the Python client prints a float: {@code 163.95}, {@code 99.0}. */
    public void bulkDecimal(long unscaled, int decimals) {
        if (unscaled == Tick.ABSENT) {
            bulk(EMPTY);
        } else {
            bulk(scratch.clear().decimal(unscaled, decimals));
        }
    }

    /** Adds a number; NaN as an empty text. */
    public void bulkReal(double real) {
        if (Double.isNaN(real)) {
            bulk(EMPTY);
        } else {
            bulk(scratch.clear().real(real));
        }
    }

    /** Adds a time as {@link IsoTimes} prints it. */
    public void bulkTime(long epochMicros, boolean withMicros) {
        if (epochMicros == Tick.ABSENT) {
            bulk(EMPTY);
        } else {
            times.append(scratch.clear(), epochMicros, withMicros);
            bulk(scratch.comma());
        }
    }

    private void bulk(JsonBuffer text) {
        int size = text.length();
        reserve(size + LONGEST_FRAMING);
        count('$', size);
        text.copyTo(bytes, length);
        length += size;
        crLf();
    }

    private void count(char type, int count) {
        bytes[length++] = (byte) type;
        number(count);
        crLf();
    }

    private void raw(byte[] value) {
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void crLf() {
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    private void number(int value) {
        length = Digits.write(value, bytes, length);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
