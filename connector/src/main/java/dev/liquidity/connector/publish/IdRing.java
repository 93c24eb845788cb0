package dev.liquidity.connector.publish;

import java.util.Arrays;

/**
 * Ascending IDs, eight bytes each: added at the end, removed from the beginning. Used by one thread only, except {@link
 * #size}.
 */
final class IdRing {
    private static final int FIRST_CAPACITY = 1 << 12;

    /** Its length is a power of two. */
    private long[] ids = new long[FIRST_CAPACITY];

    private int head;
    private int size;
    private volatile int visibleSize;

    /** Adds an ID above all others. */
    void add(long id) {
        if (size == ids.length) {
            grow();
        }
        ids[head + size++ & ids.length - 1] = id;
        visibleSize = size;
    }

    /** Removes this ID and all below it. */
    void removeUpTo(long id) {
        while (size > 0 && ids[head] <= id) {
            head = head + 1 & ids.length - 1;
            size--;
        }
        visibleSize = size;
    }

    void clear() {
        size = 0;
        visibleSize = 0;
    }

    /** The lowest ID; -1 if there is none. */
    long first() {
        return size == 0 ? -1 : ids[head];
    }

    /** Thread-safe. */
    int size() {
        return visibleSize;
    }

    /** The ring is full: what has wrapped around to its beginning is moved behind its end. */
    private void grow() {
        long[] larger = Arrays.copyOf(ids, 2 * ids.length);
        System.arraycopy(ids, 0, larger, ids.length, head);
        ids = larger;
    }
}
