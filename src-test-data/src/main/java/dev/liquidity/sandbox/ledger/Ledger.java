package dev.liquidity.sandbox.ledger;

import dev.liquidity.sandbox.wire.BigEndian;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Records every packet that the exchange wrote to a socket, for an audit. {@link LedgerFormat} describes the bytes.
 * Buffered, and handed to the operating system at least once a second and on {@link #flush()}.
 *
 * <p>Thread-safe. When the disk is full, the append fails and with it the socket: nothing is sent that is not recorded.
 */
public final class Ledger implements AutoCloseable {
    private static final int BUFFER = 1 << 20;
    private static final long FLUSH_NANOS = 500_000_000L;

    private final Path file;
    private final FileChannel channel;
    private final byte[] buffer = new byte[BUFFER];
    private final Set<Long> instruments = new HashSet<>();
    private final Thread flusher;
    private int used;
    private volatile boolean closed;

    private Ledger(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        flusher = new Thread(this::flushNowAndThen, "sandbox-ledger");
        flusher.setDaemon(true);
    }

    /**
     * Begins a ledger; an existing one is overwritten.
     *
     * @throws IOException when the file can't be written
     */
    public static Ledger create(Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        channel.write(ByteBuffer.wrap(LedgerFormat.MAGIC));
        Ledger ledger = new Ledger(file, channel);
        ledger.flusher.start();
        return ledger;
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** Appends a record with these bytes as payload. */
    public synchronized void append(RecordKind kind, int connection, byte[] bytes, int offset, int length) {
        if (closed) {
            return;
        }
        if (LedgerFormat.HEADER_LENGTH + length > BUFFER - used) {
            flush();
        }
        long millis = System.currentTimeMillis();
        buffer[used] = kind.letter;
        BigEndian.putU32(buffer, used + LedgerFormat.CONNECTION, connection);
        BigEndian.putLong(buffer, used + LedgerFormat.MICROS, millis * 1_000);
        BigEndian.putU32(buffer, used + LedgerFormat.LENGTH, length);
        used += LedgerFormat.HEADER_LENGTH;
        System.arraycopy(bytes, offset, buffer, used, length);
        used += length;
    }

    /** Appends a record with a text as payload. */
    public void append(RecordKind kind, int connection, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        append(kind, connection, bytes, 0, bytes.length);
    }

    /** Notes what a token's tradingsymbol is, once. */
    public synchronized void instrument(long token, String exchange, String tradingsymbol) {
        if (instruments.add(token)) {
            append(RecordKind.INSTRUMENT, 0, token + "\t" + exchange + "\t" + tradingsymbol);
        }
    }

    /** Hands what is buffered to the operating system. */
    public synchronized void flush() {
        if (used == 0 || !channel.isOpen()) {
            return;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, used);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            used = 0;
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger " + file + " can't be written", e);
        }
    }

    private void flushNowAndThen() {
        while (!closed) {
            LockSupport.parkNanos(FLUSH_NANOS);
            try {
                flush();
            } catch (UncheckedIOException e) {
                // The next append of a socket fails the same way, and is reported.
                continue;
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            flush();
            closed = true;
            LockSupport.unpark(flusher);
            channel.close();
        }
    }
}
