package dev.liquidity.connector.journal;

import dev.liquidity.common.stream.StreamId;

/**
 * Assigns ticks their IDs: the arrival's milliseconds and a sequence, packed by {@link StreamId#pack()}, strictly
 * ascending. When the clock steps back, the last milliseconds continue with higher sequences. Thread-safe.
 *
 * <p>Below each frame's first ID, {@value #FOREIGN} sequences stay free. Redis gives an entry of another program the
 * sequence 0 of its present millisecond, or the one after the stream's last entry: never the ID of a tick that is
 * journaled and not in the stream yet.
 */
final class TickIds {
    /** More entries than Redis can be given in a millisecond. */
    static final int FOREIGN = 1024;

    private long last;

    /** @param last the highest packed ID that exists anywhere */
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
        long first = next(arrivedAtMicros) + FOREIGN;
        if ((first & StreamId.MAX_SEQUENCE) + count - 1 > StreamId.MAX_SEQUENCE) {
            first = ((first >> StreamId.SEQUENCE_BITS) + 1 << StreamId.SEQUENCE_BITS) + FOREIGN;
        }
        last = count == 0 ? last : first + count - 1;
        return first;
    }

    /** A packed ID above all that were given; an arrival at this time is given a higher one. */
    synchronized long next(long arrivedAtMicros) {
        return Math.max(Math.floorDiv(arrivedAtMicros, 1000L) << StreamId.SEQUENCE_BITS, last + 1);
    }
}
