package dev.liquidity.connector.publish;

import java.util.Arrays;

/**
 * The IDs of the ticks that are in the stream and not yet in the store, ascending: eight bytes each, of at most as many as the stream may hold.
 * Serves one thread, but for {@link #ticks}.
 */
final class Unstored {
    private static final int FIRST_CAPACITY = 1 << 12;

    /** A ring whose length is a power of two. */
    private long[] ids = new long[FIRST_CAPACITY];

    private int head;
    private int size;
    private volatile long ticks;

    /** Adds a tick that is in the stream, or on its way; IDs ascend. */
    void add(long packedId) {
        if (size == ids.length) {
            grow();
        }
        ids[head + size++ & ids.length - 1] = packedId;
        ticks = size;
    }

    /** Forgets what is stored. */
    void storedUpTo(long packedId) {
        while (size > 0 && ids[head] <= packedId) {
            head = head + 1 & ids.length - 1;
            size--;
        }
        ticks = size;
    }

    void clear() {
        size = 0;
        ticks = 0;
    }

    /** The first of them; -1 without any. */
    long firstId() {
        return size == 0 ? -1 : ids[head];
    }

    /** How many there are. Any thread. */
    long ticks() {
        return ticks;
    }

    /** The ring is full: what has wrapped around to its beginning comes behind its end. */
    private void grow() {
        long[] larger = Arrays.copyOf(ids, 2 * ids.length);
        System.arraycopy(ids, 0, larger, ids.length, head);
        ids = larger;
    }
}
