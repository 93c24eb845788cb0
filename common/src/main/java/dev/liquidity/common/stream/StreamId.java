package dev.liquidity.common.stream;

import java.nio.charset.StandardCharsets;

/**
 * The ID of a stream entry, {@code milliseconds-sequence}: a tick's identity from the moment its frame is journaled,
 * and, packed into 64 bits, {@code ticks.id}. Immutable.
 *
 * <p>Packed, the sequence has the low 21 bits, so {@code id >> 21} is the milliseconds since the epoch. An ID of our
 * connector always fits. One that Redis has given may not: Redis goes on counting the sequence while its clock is
 * behind the last entry.
 *
 * @param millis since the epoch, 0 to 2^63-1
 * @param sequence 0 to 2^63-1
 */
public record StreamId(long millis, long sequence) implements Comparable<StreamId> {
    /** Bits of the packed sequence. */
    public static final int SEQUENCE_BITS = 21;

    /** The highest sequence that can be packed. */
    public static final long MAX_SEQUENCE = (1L << SEQUENCE_BITS) - 1;

    /** The highest milliseconds that can be packed: in the year 2109. */
    public static final long MAX_MILLIS = (1L << 63 - SEQUENCE_BITS) - 1;

    private static final int MAX_DIGITS = 19;

    /** Below every entry: the last ID of a stream without entries. */
    public static final StreamId ZERO = new StreamId(0, 0);

    public StreamId {
        if (millis < 0 || sequence < 0) {
            throw new IllegalArgumentException("a stream ID beyond 2^63: " + millis + "-" + sequence);
        }
    }

    /**
     * Reads {@code 1526919030474-55}.
     *
     * @throws IllegalArgumentException for anything else, and for parts beyond 2^63-1
     */
    public static StreamId parse(String text) {
        return parse(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads the bytes of a Redis reply; see {@link #parse(String)}. */
    public static StreamId parse(byte[] ascii) {
        int dash = 0;
        while (dash < ascii.length && ascii[dash] != '-') {
            dash++;
        }
        long millis = number(ascii, 0, dash);
        long sequence = number(ascii, dash + 1, ascii.length);
        if (millis < 0 || sequence < 0) {
            throw new IllegalArgumentException("not a stream ID: " + new String(ascii, StandardCharsets.US_ASCII));
        }
        return new StreamId(millis, sequence);
    }

    /** A number of up to 2^63-1; a negative one for anything else. */
    private static long number(byte[] ascii, int from, int to) {
        if (to <= from || to - from > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = ascii[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            // Of 19 digits, what is too large becomes negative: it is less than 2^64.
            number = 10 * number + digit;
        }
        return number;
    }

    /** The ID that was packed. */
    public static StreamId unpack(long packed) {
        return new StreamId(packed >>> SEQUENCE_BITS, packed & MAX_SEQUENCE);
    }

    /** Whether it fits into {@link #pack()}. */
    public boolean isPackable() {
        return millis <= MAX_MILLIS && sequence <= MAX_SEQUENCE;
    }

    /**
     * Both parts in one positive number, which sorts as the ID does.
     *
     * @throws IllegalStateException if it does not fit, see {@link #isPackable()}
     */
    public long pack() {
        if (!isPackable()) {
            throw new IllegalStateException("stream ID " + this + " does not fit into 64 bits");
        }
        return millis << SEQUENCE_BITS | sequence;
    }

    /** Its time in microseconds since the epoch, if it is packable: when the tick arrived, for our connector's IDs. */
    public long epochMicros() {
        return millis * 1000;
    }

    /** The next ID that can exist. */
    public StreamId next() {
        return sequence == Long.MAX_VALUE ? new StreamId(millis + 1, 0) : new StreamId(millis, sequence + 1);
    }

    /** The highest packable ID below this one; {@link #ZERO} itself for {@link #ZERO}. */
    public StreamId previous() {
        if (sequence > 0) {
            return new StreamId(millis, sequence - 1);
        }
        return millis == 0 ? ZERO : new StreamId(millis - 1, MAX_SEQUENCE);
    }

    @Override
    public int compareTo(StreamId other) {
        int byMillis = Long.compare(millis, other.millis);
        return byMillis != 0 ? byMillis : Long.compare(sequence, other.sequence);
    }

    /** {@code milliseconds-sequence}, as Redis prints it. */
    @Override
    public String toString() {
        return millis + "-" + sequence;
    }
}
