package dev.liquidity.common.journal;

import static dev.liquidity.common.journal.RecordCursor.State.RECORD;

import dev.liquidity.common.stream.StreamId;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a journal's records in order, from file to file, behind its writer. It is the same for live ticks and for
 * recovery: only the distance differs. Not thread-safe.
 */
public final class JournalReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);

    private final JournalFiles journal;
    private JournalFile file;
    private RecordCursor cursor;
    /** Of the last good record, or the lower bound of the file. */
    private long lastIdBefore;

    private long arrivedBefore;

    private int damaged;
    private long damagedSinceMicros;
    private long damagedId;

    public JournalReader(JournalFiles journal) {
        this.journal = journal;
    }

    /**
     * Goes to the beginning of the file that has the given tick, or would have it: the records up to that tick come
     * again, and the instruments among them.
     */
    public void seek(StreamId after) throws IOException {
        JournalFile start = journal.fileOf(after.pack());
        damaged = 0;
        open(start == null ? journal.firstFile() : start);
    }

    /**
     * Goes to the next good record; {@link #damaged} counts those that were passed over.
     *
     * @return false if there is none yet
     */
    public boolean next() throws IOException {
        if (file == null) {
            open(journal.firstFile());
        }
        while (file != null) {
            // In this order: only a file that is sealed has its final length.
            boolean sealed = file.isSealed();
            cursor.limit(file.length());
            RecordCursor.State state = cursor.next();
            if (state == RECORD) {
                lastIdBefore = cursor.lastId();
                arrivedBefore = cursor.arrivedAtMicros();
                return true;
            }
            if (state == RecordCursor.State.DAMAGED_RECORD) {
                LOG.error("The journal's file {} is damaged before byte {}: one record is lost", file, cursor.offset());
                noteDamage();
                continue;
            }
            JournalFile following = sealed ? journal.after(file) : null;
            if (following == null) {
                return false;
            }
            long lost = file.length() - cursor.offset();
            if (lost > 0) {
                LOG.error("The journal's file {} is damaged: its last {} bytes are lost", file, lost);
                noteDamage();
            }
            open(following);
        }
        return false;
    }

    private void noteDamage() {
        if (damaged++ == 0) {
            damagedSinceMicros = arrivedBefore;
            damagedId = lastIdBefore + 1;
        }
    }

    /** Damaged places since the last call of {@link #forgetDamage}; each has one lost record or more. */
    public int damaged() {
        return damaged;
    }

    /** When the record before the first damaged place arrived, microseconds since the epoch. */
    long damagedSinceMicros() {
        return damagedSinceMicros;
    }

    /** The packed ID after the record before the first damaged place. */
    long damagedId() {
        return damagedId;
    }

    void forgetDamage() {
        damaged = 0;
    }

    /** Waits until there may be a next record. */
    public void await(long millis) throws InterruptedException {
        journal.awaitGrowth(file, cursor == null ? 0 : cursor.offset(), millis);
    }

    /** The current record, until the next call of {@link #next}. */
    public RecordCursor record() {
        return cursor;
    }

    /** When the last good record arrived; 0 before the first. */
    public long lastArrivedAtMicros() {
        return arrivedBefore;
    }

    /** Bytes of the journal not read yet. */
    public long bytesBehind() {
        return file == null ? journal.bytes() : journal.bytesAfter(file, cursor.offset());
    }

    private void open(JournalFile next) throws IOException {
        close();
        if (next != null) {
            cursor = new RecordCursor(next.path(), next.length());
            file = next;
            lastIdBefore = file.lowestId() - 1;
            arrivedBefore = file.beganMicros();
        }
    }

    @Override
    public void close() throws IOException {
        if (cursor != null) {
            cursor.close();
            cursor = null;
            file = null;
        }
    }
}
