package dev.liquidity.common.stream;

import java.nio.charset.StandardCharsets;

/**
 * The ID of a stream entry, {@code milliseconds-sequence}: a tick's identity from the moment its frame is journaled, and packed into
 * 64 bits, {@code ticks.id}.
 *
 * <p>Packed, the sequence has the low 21 bits, so {@code id >> 21} is the milliseconds since the epoch. An ID of our connector
 * always fits. Redis' own IDs need not: its sequence goes on counting for as long as its clock is behind the last entry.
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

    /** Below every entry: a stream's last ID before its first entry. */
    public static final StreamId ZERO = new StreamId(0, 0);

    public StreamId {
        if (millis < 0 || sequence < 0) {
            throw new IllegalArgumentException("a stream ID beyond 2^63: " + millis + "-" + sequence);
        }
    }

    /**
     * Reads {@code 1526919030474-55}.
     *
     * @throws IllegalArgumentException for anything else, also for parts beyond 2^63-1
     */
    public static StreamId parse(String text) {
        int dash = text.indexOf('-');
        if (dash <= 0) {
            throw new IllegalArgumentException("not a stream ID: " + text);
        }
        try {
            return new StreamId(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a stream ID: " + text, e);
        }
    }

    /** Reads the bytes of a Redis reply; see {@link #parse(String)}. */
    public static StreamId parse(byte[] ascii) {
        return parse(new String(ascii, StandardCharsets.US_ASCII));
    }

    /** The ID of a packed one. */
    public static StreamId unpack(long packed) {
        return new StreamId(packed >>> SEQUENCE_BITS, packed & MAX_SEQUENCE);
    }

    /** Whether {@link #pack()} can keep it. */
    public boolean isPackable() {
        return millis <= MAX_MILLIS && sequence <= MAX_SEQUENCE;
    }

    /**
     * Both parts in one positive number that sorts as the ID does.
     *
     * @throws IllegalStateException when it does not fit, see {@link #isPackable()}
     */
    public long pack() {
        if (!isPackable()) {
            throw new IllegalStateException("stream ID " + this + " does not fit into 64 bits");
        }
        return millis << SEQUENCE_BITS | sequence;
    }

    /** Its milliseconds in microseconds since the epoch: for a tick of our connector, when it arrived. */
    public long epochMicros() {
        return millis * 1000;
    }

    /** The next ID that can exist. */
    public StreamId next() {
        return sequence == Long.MAX_VALUE ? new StreamId(millis + 1, 0) : new StreamId(millis, sequence + 1);
    }

    /** The highest packable ID below this one; {@link #ZERO} has none below and is its own. */
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
