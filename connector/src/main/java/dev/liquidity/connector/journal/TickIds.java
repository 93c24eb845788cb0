package dev.liquidity.connector.journal;

import dev.liquidity.common.stream.StreamId;

/**
 * Assigns ticks their IDs: the arrival's milliseconds and a sequence, packed by {@link StreamId#pack()}, strictly
 * ascending. When the clock steps back, the last milliseconds continue with higher sequences. Thread-safe.
 */
final class TickIds {
    private long last;

    /**
     * @param last the highest packed ID that exists anywhere
     */
    TickIds(long last) {
        this.last = last;
    }

    /** The highest packed ID assigned so far. */
    synchronized long last() {
        return last;
    }

    /** Makes all later IDs higher than this one. */
    synchronized void raiseTo(long packed) {
        last = Math.max(last, packed);
    }

    /**
     * Assigns successive IDs, all of the same millisecond.
     *
     * @param count 0 to 65,535
     * @return the first, packed
     */
    synchronized long assign(long arrivedAtMicros, int count) {
        long first = next(arrivedAtMicros);
        if ((first & StreamId.MAX_SEQUENCE) + count - 1 > StreamId.MAX_SEQUENCE) {
            first = (first >> StreamId.SEQUENCE_BITS) + 1 << StreamId.SEQUENCE_BITS;
        }
        last = Math.max(last, first + count - 1);
        return first;
    }

    /** The lowest packed ID that an arrival at this time can have. */
    synchronized long next(long arrivedAtMicros) {
        return Math.max(Math.floorDiv(arrivedAtMicros, 1000L) << StreamId.SEQUENCE_BITS, last + 1);
    }
}
