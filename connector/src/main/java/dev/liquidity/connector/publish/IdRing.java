package dev.liquidity.connector.publish;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ascending IDs, eight bytes each: added at the end, removed from the beginning. Not thread-safe: used by the publisher
 * thread only, except {@link #visibleSize} and {@link #visibleFirst}.
 */
final class IdRing {
    private static final int FIRST_CAPACITY = 1 << 12;

    /** Its length is a power of two. */
    private long[] ids = new long[FIRST_CAPACITY];

    private int head;
    private int size;

    /** For other threads: set lazily, which costs a tick nothing. */
    private final AtomicInteger visibleSize = new AtomicInteger();

    private final AtomicLong visibleFirst = new AtomicLong(-1);

    /** Adds an ID above all others. */
    void add(long id) {
        if (size == ids.length) {
            grow();
        }
        ids[head + size++ & ids.length - 1] = id;
        visibleSize.lazySet(size);
        if (size == 1) {
            visibleFirst.lazySet(id);
        }
    }

    /** Removes this ID and all below it. */
    void removeUpTo(long id) {
        while (size > 0 && ids[head] <= id) {
            head = head + 1 & ids.length - 1;
            size--;
        }
        visibleSize.lazySet(size);
        visibleFirst.lazySet(first());
    }

    void clear() {
        size = 0;
        visibleSize.lazySet(0);
        visibleFirst.lazySet(-1);
    }

    /** The lowest ID; -1 if there is none. */
    long first() {
        return size == 0 ? -1 : ids[head];
    }

    int size() {
        return size;
    }

    /** The size for other threads. Thread-safe. */
    int visibleSize() {
        return visibleSize.get();
    }

    /** The lowest ID for other threads; -1 if there is none. Thread-safe. */
    long visibleFirst() {
        return visibleFirst.get();
    }

    /** The ring is full: what has wrapped around to its beginning is moved behind its end. */
    private void grow() {
        long[] larger = Arrays.copyOf(ids, 2 * ids.length);
        System.arraycopy(ids, 0, larger, ids.length, head);
        ids = larger;
    }
}
