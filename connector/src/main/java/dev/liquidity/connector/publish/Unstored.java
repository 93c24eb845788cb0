package dev.liquidity.connector.publish;

import java.util.ArrayDeque;
import java.util.Deque;

/** Counts the ticks that are in the stream and not yet in the store, in groups of some hundred. Serves one thread, but for {@link #ticks}. */
final class Unstored {
    private static final int GROUP_TICKS = 100;

    private static final class Group {
        private long firstId;
        private long lastId;
        private int ticks;
    }

    private final Deque<Group> groups = new ArrayDeque<>();
    private long count;
    private volatile long ticks;

    /** Counts a tick that is in the stream, or on its way; IDs ascend. */
    void add(long packedId) {
        Group group = groups.peekLast();
        if (group == null || group.ticks == GROUP_TICKS) {
            group = new Group();
            group.firstId = packedId;
            groups.addLast(group);
        }
        group.lastId = packedId;
        group.ticks++;
        ticks = ++count;
    }

    /** Forgets what is stored, but for a part of a group. */
    void storedUpTo(long packedId) {
        for (Group group = groups.peekFirst(); group != null && group.lastId <= packedId; group = groups.peekFirst()) {
            count -= group.ticks;
            groups.removeFirst();
        }
        ticks = count;
    }

    /** The first of them, or one before it that is stored; -1 without any. */
    long firstId() {
        Group group = groups.peekFirst();
        return group == null ? -1 : group.firstId;
    }

    void clear() {
        groups.clear();
        count = 0;
        ticks = 0;
    }

    /** How many there are; at most a group's more than in truth. Any thread. */
    long ticks() {
        return ticks;
    }
}
