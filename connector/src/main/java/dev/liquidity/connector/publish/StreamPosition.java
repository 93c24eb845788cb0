package dev.liquidity.connector.publish;

import dev.liquidity.common.stream.StreamId;

/**
 * Where the stream and its group stand, as far as is known, and what of it can be believed. Serves one thread.
 *
 * <p>Another program may add entries of its own: the stream's last ID then says nothing of our ticks, nor does what the group has stored above
 * our last one.
 */
final class StreamPosition {
    private final StoredMark stored;
    private final Unstored unstored;
    private final int maxLength;
    private GroupProgress progress;
    private StreamId confirmedUpTo = StreamId.ZERO;
    private StreamId ownUpTo = StreamId.ZERO;

    /**
     * @param maxLength below it nothing is trimmed from the stream but what is stored
     */
    StreamPosition(StoredMark stored, Unstored unstored, int maxLength) {
        this.stored = stored;
        this.unstored = unstored;
        this.maxLength = maxLength;
    }

    /** The stream's last ID. */
    StreamId confirmedUpTo() {
        return confirmedUpTo;
    }

    /** All of our ticks up to this one are, or were, in the stream. */
    StreamId ownUpTo() {
        return ownUpTo;
    }

    /**
     * Begins anew with what Redis says.
     *
     * @param isTopOurs whether the stream's last entry is a tick of ours
     */
    void beginWith(GroupProgress now, boolean isTopOurs) {
        confirmedUpTo = now.top();
        ownUpTo = isTopOurs ? now.top() : stored.get();
        note(now);
    }

    /** Notes that our ticks up to this one were added. */
    void confirm(StreamId last) {
        confirmedUpTo = last;
        ownUpTo = last;
    }

    /** Notes that the stream has our ticks up to this one. */
    void ownUpTo(StreamId last) {
        ownUpTo = last;
    }

    /** Notes how far the group is. */
    void note(GroupProgress now) {
        progress = now;
        if (now.storedUpTo() != null) {
            stored.raiseTo(now.storedUpTo().compareTo(ownUpTo) < 0 ? now.storedUpTo() : ownUpTo);
            unstored.storedUpTo(stored.get().pack());
        }
    }

    /** Whether the stream, or the group, is less far than it was. */
    boolean wentBack(GroupProgress now) {
        return now.top().compareTo(confirmedUpTo) < 0
                || progress.hasGroup() && !now.hasGroup()
                || progress.storedUpTo() != null
                        && now.storedUpTo() != null
                        && now.storedUpTo().compareTo(progress.storedUpTo()) < 0;
    }

    /**
     * Whether our first tick that is not stored is gone. A key that was deleted is there again with the next tick, and with a group that starts
     * anew behind what was lost: that group must not be believed. What we trim ourselves, we trim at the full length only, or down to what is
     * not stored.
     */
    boolean lostItsBeginning(GroupProgress now) {
        long first = unstored.firstId();
        return first >= 0
                && first <= confirmedUpTo.pack()
                && now.length() < maxLength
                && (now.first() == null || now.first().compareTo(StreamId.unpack(first)) > 0);
    }
}
