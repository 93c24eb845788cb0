package dev.liquidity.connector.journal;

import static dev.liquidity.common.journal.RecordLayout.*;

import dev.liquidity.common.journal.JournalFile;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.FeedGapJson;
import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.wire.Frames;
import dev.liquidity.connector.disk.OwnerOnly;
import dev.liquidity.connector.queue.Arrival;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Adds arrivals to the journal and gives their ticks their IDs. A batch becomes one write. After a failure of the disk
 * the same bytes are written again at the same place, so that no tick gets two IDs and none is lost.
 *
 * <p>Not thread-safe: used by the journal thread only, except {@link #force}.
 */
public final class JournalWriter implements AutoCloseable {
    /** A file ends at this size, so that what is stored can be deleted piece by piece. */
    static final long FILE_BYTES = 64L << 20;

    private static final int BATCH_BYTES = 256 << 10;

    private final Journal journal;
    private final long fileBytes;
    private final NewFile newFile;
    private final Counters.Counter frames;
    private final Counters.Counter ticks;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer batch = ByteBuffer.allocateDirect(BATCH_BYTES);
    private byte[] instruments = new byte[0];
    private JournalFile file;
    private LocalDate fileDate;
    private volatile FileChannel channel;

    /** Creates a file and opens it for writing. */
    interface NewFile {
        FileChannel create(Path path) throws IOException;
    }

    public JournalWriter(Journal journal, Counters counters) {
        this(journal, counters, FILE_BYTES, JournalWriter::create);
    }

    /** With another file size and another disk. */
    JournalWriter(Journal journal, Counters counters, long fileBytes, NewFile newFile) {
        this.journal = journal;
        this.fileBytes = fileBytes;
        this.newFile = newFile;
        frames = counters.counter("frames", "frames that were journaled");
        ticks = counters.counter("ticks", "ticks that were journaled");
        counters.rate("rate", "ticks that were journaled, a second", "ticks");
    }

    /**
     * Adds an arrival to the batch that {@link #flush()} writes.
     *
     * @throws IOException if the disk failed; the arrival was not taken, and the call may be repeated
     */
    public void append(Arrival arrival) throws IOException {
        if (arrival instanceof Arrival.Instruments known) {
            flush();
            instruments = lines(known.instruments());
            closeFile();
        } else if (arrival instanceof Arrival.Gap gap) {
            long micros = EpochMicros.of(gap.gap().to());
            prepareFile(micros);
            encode(GAP, gap.gap().socket(), 1, micros, FeedGapJson.write(gap.gap()));
        } else if (arrival instanceof Arrival.Frame frame) {
            prepareFile(frame.arrivedAtMicros());
            int count = Frames.countPackets(frame.bytes(), 0, frame.bytes().length);
            encode(FRAME, frame.socket(), count, frame.arrivedAtMicros(), frame.bytes());
            frames.increment();
            ticks.add(count);
        }
    }

    /**
     * Hands the batch to the operating system, so that it survives the process.
     *
     * @throws IOException if the disk failed; the call may be repeated, and writes the same bytes at the same place
     */
    public void flush() throws IOException {
        if (batch.position() == 0) {
            return;
        }
        ByteBuffer bytes = batch.duplicate().flip();
        long at = file.length();
        reopen();
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
        file.grownTo(at + bytes.limit());
        batch.clear();
        if (batch.capacity() > BATCH_BYTES) {
            batch = ByteBuffer.allocateDirect(BATCH_BYTES);
        }
        journal.signalGrowth();
    }

    /** Ticks that were journaled since the start. Any thread. */
    public long ticks() {
        return ticks.get();
    }

    /** Forces what was flushed to the disk, so that it survives a power cut. Any thread. */
    public void force() throws IOException {
        FileChannel open = channel;
        if (open != null && open.isOpen()) {
            try {
                open.force(false);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                // The journal thread has ended the file meanwhile, which forces it.
            }
        }
    }

    private void prepareFile(long arrivedAtMicros) throws IOException {
        LocalDate date = Ist.date(arrivedAtMicros);
        if (file != null && file.length() + batch.position() < fileBytes && date.equals(fileDate)) {
            return;
        }
        flush();
        closeFile();
        long lowestId = journal.lowestIdOfNewFile(arrivedAtMicros);
        Path path = journal.directory().resolve(JournalFile.nameFor(arrivedAtMicros, lowestId));
        channel = newFile.create(path);
        fileDate = date;
        file = new JournalFile(path, lowestId, arrivedAtMicros, 0, false);
        reserve(MAGIC_BYTES + PAYLOAD + instruments.length);
        batch.putLong(MAGIC);
        encode(INSTRUMENTS, 0, 0, arrivedAtMicros, instruments);
        journal.add(file);
    }

    private void closeFile() throws IOException {
        if (file != null) {
            reopen();
            channel.force(false);
            channel.close();
            file.seal();
            file = null;
            journal.signalGrowth();
        }
    }

    /** An interrupt during a write or a {@link #force} closes the channel, but leaves the file intact. */
    private void reopen() throws IOException {
        if (!channel.isOpen()) {
            channel = FileChannel.open(file.path(), StandardOpenOption.WRITE);
        }
    }

    static FileChannel create(Path path) throws IOException {
        return OwnerOnly.open(path, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Makes room in the batch; fails only if the batch is not empty. */
    private void reserve(int bytes) throws IOException {
        if (bytes > batch.remaining()) {
            flush();
        }
        if (bytes > batch.remaining()) {
            batch = ByteBuffer.allocateDirect(bytes);
        }
    }

    private void encode(byte kind, int socket, int tickCount, long arrivedAtMicros, byte[] payload) throws IOException {
        int length = PAYLOAD + payload.length;
        reserve(length);
        int record = batch.position();
        batch.putInt(record + LENGTH, length - PREFIX_BYTES)
                .put(record + KIND, kind)
                .put(record + SOCKET, (byte) socket)
                .putShort(record + TICK_COUNT, (short) tickCount)
                .putLong(record + ARRIVED_AT, arrivedAtMicros)
                .putLong(record + FIRST_ID, journal.ids().assign(arrivedAtMicros, tickCount));
        batch.position(record + PAYLOAD).put(payload);
        crc.reset();
        crc.update(batch.duplicate().flip().position(record + PREFIX_BYTES));
        batch.putInt(record + CRC, (int) crc.getValue());
    }

    private static byte[] lines(List<Instrument> instruments) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(256 * instruments.size());
        for (Instrument instrument : instruments) {
            lines.writeBytes(InstrumentJson.write(instrument));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    /** Flushes and closes the file. */
    @Override
    public void close() throws IOException {
        flush();
        closeFile();
    }
}
