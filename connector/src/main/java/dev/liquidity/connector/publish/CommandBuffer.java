package dev.liquidity.connector.publish;

import dev.liquidity.common.stream.Decimal;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.stream.TickJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.args.Rawable;

/**
 * Commands as Redis reads them (RESP: arrays of bulk strings), one behind the other in one array that is used again. A tick's JSON comes into
 * it without a copy of its own. Serves one thread.
 */
final class CommandBuffer {
    private static final int LONGEST_NUMBER = 20;
    private static final int LONGEST_FRAMING = LONGEST_NUMBER + 5;

    private byte[] bytes = new byte[1 << 16];
    private int length;
    private long idMillis = -1;
    private byte[] idHead;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** A command, whole. */
    void add(CommandArguments command) {
        begin(command.size());
        for (Rawable argument : command) {
            bulk(argument.getRaw());
        }
    }

    /** Begins a command of so many arguments, the command's name among them. */
    void begin(int arguments) {
        reserve(LONGEST_FRAMING);
        count('*', arguments);
    }

    /** What {@link #toBytes} gave before: a command's beginning, say. */
    void addEncoded(byte[] encoded) {
        reserve(encoded.length);
        raw(encoded);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void bulk(byte[] value) {
        reserve(value.length + LONGEST_FRAMING);
        count('$', value.length);
        raw(value);
        crLf();
    }

    /** A stream's ID. */
    void bulkId(long packedId) {
        long millis = packedId >>> StreamId.SEQUENCE_BITS;
        if (millis != idMillis) {
            // The ticks of a frame have one.
            idMillis = millis;
            idHead = (millis + "-").getBytes(StandardCharsets.US_ASCII);
        }
        int sequence = (int) (packedId & StreamId.MAX_SEQUENCE);
        reserve(idHead.length + LONGEST_NUMBER + LONGEST_FRAMING);
        count('$', idHead.length + Decimal.digits(sequence));
        raw(idHead);
        number(sequence);
        crLf();
    }

    /** The JSON that was encoded last. */
    void bulk(TickJson json) {
        int size = json.length();
        reserve(size + LONGEST_FRAMING);
        count('$', size);
        json.copyTo(bytes, length);
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
        int rest = value;
        length += Decimal.digits(value);
        int at = length;
        do {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
