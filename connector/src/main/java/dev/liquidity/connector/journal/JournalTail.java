package dev.liquidity.connector.journal;

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

    /** Reads a file from its beginning up to its end or its first bad record. */
    static JournalTail find(Path path) throws IOException {
        try (RecordCursor cursor = new RecordCursor(path, Long.MAX_VALUE)) {
            long lastId = 0;
            long lastArrival = 0;
            while (cursor.next() == RecordCursor.State.RECORD) {
                if (cursor.tickCount() > 0) {
                    lastId = cursor.firstId() + cursor.tickCount() - 1;
                    lastArrival = cursor.arrivedAtMicros();
                }
            }
            return new JournalTail(cursor.offset(), lastId, lastArrival);
        }
    }
}
