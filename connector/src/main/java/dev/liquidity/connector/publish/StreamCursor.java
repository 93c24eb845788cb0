package dev.liquidity.connector.publish;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * How far the journal is in the stream: the only owner of the IDs, and the exactly-once rule. Does no I/O: the feed
 * asks what to do with a tick, and the session reports what Redis says.
 *
 * <p>A <em>look</em> begins with the stream's last ID, its top. Ticks up to the stored one are skipped. From there to
 * the top, the journal's ticks and the stream's entries are compared one by one: a tick that is there is counted, a
 * tick that is not is missing, since no entry can be added below the top; an entry that is not a tick is another
 * program's. Ticks above the top are added, while there is room: trimming must not reach what the group has not
 * acknowledged.
 *
 * <p>All IDs are packed. Not thread-safe: used by the publisher thread only, except {@link #unstored} and
 * {@link #firstUnstored}.
 */
final class StreamCursor {
    /** What to do with a tick. */
    enum Decision {
        /** Nothing: it is stored, or was decided before. */
        SKIP,
        /** Nothing: the stream has it. */
        COUNT,
        /** Add it to the stream. */
        ADD,
        /** Wait until the group has stored some ticks, and decide again. */
        WAIT,
        /** Report the stream's next entries ({@link #found}), and decide again. */
        ASK,
        /** Rebuild the stream: the tick belongs below the top, and is not there. */
        MISSING
    }

    private final int max;
    private final boolean keepsUnstored;
    private final IdRing unstored = new IdRing();
    private final Queue<Long> found = new ArrayDeque<>();

    /** The group has acknowledged all ticks up to this one. */
    private long stored;

    /** All ticks up to this one are in the stream, or were until they were stored. */
    private long own;

    /** The stream's last ID. */
    private long top;

    /** The last tick that was decided in this look. */
    private long decided;

    /** There is room up to this tick. */
    private long admitted;

    /** The last entry of the stream that was reported in this look. */
    private long reported;

    private StreamState last;
    private long lost;

    /**
     * @param stored the last tick that is known to be stored; 0 for none
     * @param max how many unstored entries the stream may hold before trimming could reach them
     * @param keepsUnstored false if trimming may reach them: what was trimmed counts as stored, and nothing waits
     */
    StreamCursor(long stored, int max, boolean keepsUnstored) {
        this.stored = stored;
        this.max = max;
        this.keepsUnstored = keepsUnstored;
        own = stored;
    }

    /** The group has acknowledged all ticks up to this one. */
    long stored() {
        return stored;
    }

    /** The stream's last ID. */
    long top() {
        return top;
    }

    /** The last entry that was reported in this look. */
    long reported() {
        return reported;
    }

    /** Entries in the stream, or on their way to it, that are not stored. Thread-safe. */
    long unstored() {
        return unstored.visibleSize();
    }

    /** The first of them; -1 if there is none. Thread-safe. */
    long firstUnstored() {
        return unstored.visibleFirst();
    }

    /** Entries trimmed since the last call that the group had not stored. */
    long takeLost() {
        long taken = lost;
        lost = 0;
        return taken;
    }

    /**
     * Begins a look.
     *
     * @param isTopOurs true if the top is a tick of ours: since ticks are added in order, all ticks up to it were
     *     added. If it is not, the group's acknowledgement proves that ticks are stored only as far as they were known
     *     to be in this stream, and only if the stream still has some of them: another program may have begun it again.
     */
    void begin(StreamState now, boolean isTopOurs) {
        boolean isWhole = now.top() >= top && now.first() != 0 && now.first() <= own;
        own = isTopOurs ? Math.max(stored, now.top()) : own;
        if (isTopOurs || isWhole) {
            raiseStored(now);
        }
        own = isTopOurs ? own : stored;
        top = now.top();
        decided = stored;
        admitted = 0;
        reported = stored;
        found.clear();
        unstored.clear();
        last = now;
    }

    /**
     * Reports entries of the stream behind the last reported one.
     *
     * @param ids in order, also above the top; none if there are no more
     */
    void found(long... ids) {
        for (long id : ids) {
            if (id <= top) {
                found.add(id);
            }
            reported = id;
        }
        if (ids.length == 0) {
            reported = top;
        }
    }

    /**
     * Decides what becomes of a tick. Ticks come in the order of their IDs.
     *
     * @param lastOfFrame the last ID of its frame: a frame is added as a whole if the stream can hold it at all, since
     *     Redis may give another program's entry the ID after the stream's top, which must not be a tick's
     */
    Decision decide(long id, long lastOfFrame) {
        if (id <= decided || id <= stored) {
            return Decision.SKIP;
        }
        while (!found.isEmpty() && found.peek() < id) {
            unstored.add(found.remove());
        }
        if (found.isEmpty() && reported < top) {
            return Decision.ASK;
        }
        if (id <= top) {
            if (found.isEmpty() || found.peek() != id) {
                return Decision.MISSING;
            }
            found.remove();
            own = Math.max(own, id);
        } else if (id > admitted) {
            long frame = Math.min(max, lastOfFrame - id + 1);
            if (keepsUnstored && unstored.size() + frame > max) {
                return Decision.WAIT;
            }
            admitted = id + frame - 1;
        }
        unstored.add(id);
        decided = id;
        return id <= top ? Decision.COUNT : Decision.ADD;
    }

    /**
     * Reports that Redis has carried out a transaction.
     *
     * @param id the last tick that it added; 0 for none
     * @param topNow the stream's last ID after it
     * @return false if another entry follows: begin another look
     */
    boolean carriedOut(long id, long topNow) {
        own = Math.max(own, id);
        top = Math.max(top, id);
        reported = Math.max(reported, id);
        return topNow == top;
    }

    /**
     * Reports how stream and group stand, with nothing in flight.
     *
     * @return false if they are not as they were: begin another look
     */
    boolean observe(StreamState now) {
        boolean isSame = now.top() == top && !isGroupBehind(now) && !hasLostItsBeginning(now);
        if (isSame) {
            raiseStored(now);
            last = now;
        }
        return isSame;
    }

    private boolean isGroupBehind(StreamState now) {
        return last.hasGroup() && !now.hasGroup()
                || last.storedUpTo() != StreamState.UNKNOWN
                        && now.storedUpTo() != StreamState.UNKNOWN
                        && now.storedUpTo() < last.storedUpTo();
    }

    /** We trim only at the full length. */
    private boolean hasLostItsBeginning(StreamState now) {
        long first = unstored.first();
        return first > 0 && first <= top && now.length() < max && (now.first() == 0 || now.first() > first);
    }

    private void raiseStored(StreamState now) {
        if (now.storedUpTo() != StreamState.UNKNOWN) {
            stored = Math.max(stored, Math.min(now.storedUpTo(), own));
            unstored.removeUpTo(now.storedUpTo());
        }
        // Only a stream of the full length was trimmed by us.
        if (!keepsUnstored && now.first() > 0 && now.length() >= max) {
            int before = unstored.size();
            unstored.removeUpTo(now.first() - 1);
            lost += now.hasGroup() ? before - unstored.size() : 0;
            stored = Math.max(stored, Math.min(now.first() - 1, own));
        }
    }
}
