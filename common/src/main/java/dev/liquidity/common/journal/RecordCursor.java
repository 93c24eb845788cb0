package dev.liquidity.common.journal;

import static dev.liquidity.common.journal.RecordLayout.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads one file's records one by one through a window in memory. The fields of the current record are valid until the
 * next call of {@link #next}. Following the writer costs no disk access: the file's last bytes are in the operating
 * system's cache.
 *
 * <p>Not thread-safe.
 */
public final class RecordCursor implements AutoCloseable {
    private static final int WINDOW_BYTES = 256 << 10;

    /** What {@link #next} found. */
    public enum State {
        RECORD,
        /** No further record below the limit. */
        END,
        /** A record with a wrong checksum; the next one may be good. */
        DAMAGED_RECORD,
        /** Bytes that are no record; whatever follows them can't be found. */
        DAMAGED_REST
    }

    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private byte[] window = new byte[WINDOW_BYTES];
    private ByteBuffer view = ByteBuffer.wrap(window);
    private long windowStart;
    private int windowLength;
    private long limit;
    private long offset;
    private int record;
    private int recordLength;

    /** @param limit the offset at which reading ends */
    public RecordCursor(Path path, long limit) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.READ);
        this.limit = limit;
    }

    /** Sets the offset at which reading ends. */
    void limit(long newLimit) {
        limit = newLimit;
    }

    /** The end of the current record, where the next one begins. */
    public long offset() {
        return offset;
    }

    /** Goes to the next record. */
    public State next() throws IOException {
        if (offset == 0) {
            if (!fill(0, MAGIC_BYTES)) {
                return State.END;
            }
            if (view.getLong(0) != MAGIC) {
                return State.DAMAGED_REST;
            }
            offset = MAGIC_BYTES;
        }
        if (!fill(offset, PAYLOAD)) {
            return State.END;
        }
        int length = view.getInt(at() + LENGTH);
        if (length < PAYLOAD - PREFIX_BYTES || length > MAX_RECORD_BYTES) {
            return State.DAMAGED_REST;
        }
        recordLength = PREFIX_BYTES + length;
        if (!fill(offset, recordLength)) {
            return State.END;
        }
        record = at();
        offset += recordLength;
        crc.reset();
        crc.update(window, record + PREFIX_BYTES, length);
        return (int) crc.getValue() == view.getInt(record + CRC) ? State.RECORD : State.DAMAGED_RECORD;
    }

    /** The kind of the record, as {@link RecordLayout} numbers it; a later version may write others. */
    public byte kind() {
        return window[record + KIND];
    }

    /** Ticks of the record, readable or not. */
    public int tickCount() {
        return view.getShort(record + TICK_COUNT) & 0xffff;
    }

    public long arrivedAtMicros() {
        return view.getLong(record + ARRIVED_AT);
    }

    /** The packed ID of the first tick. */
    public long firstId() {
        return view.getLong(record + FIRST_ID);
    }

    /** The packed ID of the last tick; one below the first if there is no tick. */
    public long lastId() {
        return firstId() + tickCount() - 1;
    }

    /** The array that holds the payload from {@link #payloadOffset()} on; read only. */
    public byte[] bytes() {
        return window;
    }

    public int payloadOffset() {
        return record + PAYLOAD;
    }

    public int payloadLength() {
        return recordLength - PAYLOAD;
    }

    private int at() {
        return (int) (offset - windowStart);
    }

    /** Brings a range of the file into the window; false if the file or the limit ends before it. */
    private boolean fill(long from, int bytes) throws IOException {
        long end = from + bytes;
        if (end > limit) {
            return false;
        }
        if (from >= windowStart && end <= windowStart + windowLength) {
            return true;
        }
        int kept = (int) Math.max(0, windowStart + windowLength - from);
        if (from >= windowStart && kept > 0) {
            System.arraycopy(window, (int) (from - windowStart), window, 0, kept);
        } else {
            kept = 0;
        }
        if (bytes > window.length) {
            window = Arrays.copyOf(window, bytes);
            view = ByteBuffer.wrap(window);
        }
        windowStart = from;
        windowLength = kept;
        view.clear().position(kept);
        view.limit((int) Math.min(window.length, limit - from));
        while (windowLength < bytes) {
            int read = channel.read(view, windowStart + windowLength);
            if (read < 0) {
                break;
            }
            windowLength += read;
        }
        view.clear();
        return windowLength >= bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
