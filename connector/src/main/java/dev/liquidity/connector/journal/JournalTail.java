package dev.liquidity.connector.journal;

import static dev.liquidity.connector.journal.RecordCursor.State.DAMAGED_RECORD;
import static dev.liquidity.connector.journal.RecordCursor.State.RECORD;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a file's last good record tells.
 *
 * @param length bytes up to its end; 0 for a file without even a good beginning
 * @param lastId the highest packed ID; 0 when no record has one
 * @param lastArrivalMicros the last frame's arrival, microseconds since the epoch
 */
record JournalTail(long length, long lastId, long lastArrivalMicros) {
    static final JournalTail NONE = new JournalTail(0, 0, 0);

    /**
     * Reads a file from its beginning to its last good record. A damaged one that good ones follow is no torn tail: to cut there would lose
     * those, and give their IDs away again.
     */
    static JournalTail find(Path path) throws IOException {
        try (RecordCursor cursor = new RecordCursor(path, Long.MAX_VALUE)) {
            JournalTail tail = NONE;
            RecordCursor.State state = cursor.next();
            while (state == RECORD || state == DAMAGED_RECORD) {
                if (state == RECORD) {
                    tail = tail.followedBy(cursor);
                }
                state = cursor.next();
            }
            return tail;
        }
    }

    private JournalTail followedBy(RecordCursor cursor) {
        return cursor.tickCount() == 0
                ? new JournalTail(cursor.offset(), lastId, lastArrivalMicros)
                : new JournalTail(cursor.offset(), cursor.firstId() + cursor.tickCount() - 1, cursor.arrivedAtMicros());
    }
}
