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
    private Kind kind;
    /** Of the last good record, or the lower bound of the file. */
    private long lastIdBefore;

    private long arrivedBefore;

    public JournalReader(JournalFiles journal) {
        this.journal = journal;
    }

    /**
     * Goes to the beginning of the file that has the given tick, or would have it: the records up to that tick come
     * again, and the instruments among them.
     */
    public void seek(StreamId after) throws IOException {
        JournalFile start = journal.fileOf(after.pack());
        open(start == null ? journal.firstFile() : start);
    }

    /**
     * Goes to the next record, or to a damaged place of the journal ({@link Kind#DAMAGED}).
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
                kind = kindOf(cursor.kind());
                lastIdBefore = lastId();
                arrivedBefore = arrivedAtMicros();
                return true;
            }
            if (state == RecordCursor.State.DAMAGED_RECORD) {
                LOG.error("The journal's file {} is damaged before byte {}: one record is lost", file, cursor.offset());
                kind = Kind.DAMAGED;
                return true;
            }
            JournalFile following = sealed ? journal.after(file) : null;
            if (following == null) {
                return false;
            }
            long lost = file.length() - cursor.offset();
            if (lost > 0) {
                LOG.error("The journal's file {} is damaged: its last {} bytes are lost", file, lost);
                kind = Kind.DAMAGED;
                long lastId = lastIdBefore;
                long arrived = arrivedBefore;
                open(following);
                lastIdBefore = lastId;
                arrivedBefore = arrived;
                return true;
            }
            open(following);
        }
        return false;
    }

    /** Waits until there may be a next record. */
    public void await(long millis) throws InterruptedException {
        journal.awaitGrowth(file, cursor == null ? 0 : cursor.offset(), millis);
    }

    /** The kind of the current record. */
    public Kind kind() {
        return kind;
    }

    private static Kind kindOf(byte kind) {
        return switch (kind) {
            case RecordLayout.FRAME -> Kind.FRAME;
            case RecordLayout.INSTRUMENTS -> Kind.INSTRUMENTS;
            case RecordLayout.GAP -> Kind.GAP;
            default -> Kind.UNKNOWN;
        };
    }

    /** The kinds of records; a later version may write unknown ones. */
    public enum Kind {
        FRAME,
        INSTRUMENTS,
        GAP,
        UNKNOWN,
        /** In place of one or more lost records: no ticks, no payload, the arrival of the record before. */
        DAMAGED
    }

    /** Ticks of the record, readable or not. */
    public int tickCount() {
        return kind == Kind.DAMAGED ? 0 : cursor.tickCount();
    }

    public long arrivedAtMicros() {
        return kind == Kind.DAMAGED ? arrivedBefore : cursor.arrivedAtMicros();
    }

    /** When the last good record arrived; 0 before the first. */
    public long lastArrivedAtMicros() {
        return arrivedBefore;
    }

    /** The packed ID of the first tick. */
    public long firstId() {
        return kind == Kind.DAMAGED ? lastIdBefore + 1 : cursor.firstId();
    }

    /** The packed ID of the last tick; one below the first if there is no tick. */
    public long lastId() {
        return firstId() + tickCount() - 1;
    }

    /** The array that holds the payload; read only, and valid until the next call of {@link #next}. */
    public byte[] bytes() {
        return cursor.bytes();
    }

    public int payloadOffset() {
        return kind == Kind.DAMAGED ? 0 : cursor.payloadOffset();
    }

    public int payloadLength() {
        return kind == Kind.DAMAGED ? 0 : cursor.payloadLength();
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
