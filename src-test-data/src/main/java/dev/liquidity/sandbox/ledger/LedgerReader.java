package dev.liquidity.sandbox.ledger;

import dev.liquidity.sandbox.wire.BigEndian;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a ledger: once from its beginning, record by record, and then any packet by its place. A last record that
 * breaks off is skipped: it was being written. Not thread-safe: used by one thread only.
 */
public final class LedgerReader implements AutoCloseable {
    private static final long SEGMENT = 1L << 30;
    private static final int OVERLAP = 1 << 16;

    /** Takes the records in order. */
    public interface Visitor {
        /**
         * A packet of a frame that was written whole.
         *
         * @param place where {@link #packet} finds it again
         */
        void packet(int connection, long place, byte[] bytes, int offset, int length);

        /** A token's names. */
        void instrument(long token, String exchange, String tradingsymbol);

        /** A connection's end; {@code reason} as the exchange saw it. */
        void ended(int connection, String reason, long frames, long bytes);
    }

    private final Path file;
    private final FileChannel channel;
    private final List<MappedByteBuffer> segments = new ArrayList<>();

    /**
     * Opens a ledger.
     *
     * @throws IOException when it can't be read or is not a ledger
     */
    public LedgerReader(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        long size = channel.size();
        for (long start = 0; start < size; start += SEGMENT) {
            long length = Math.min(SEGMENT + OVERLAP, size - start);
            segments.add(channel.map(FileChannel.MapMode.READ_ONLY, start, length));
        }
    }

    /** Shows every record to the visitor. */
    public void visit(Visitor visitor) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
            if (!Arrays.equals(in.readNBytes(LedgerFormat.MAGIC.length), LedgerFormat.MAGIC)) {
                throw new IOException(file + " is no ledger of the sandbox");
            }
            byte[] header = new byte[LedgerFormat.HEADER_LENGTH];
            byte[] payload = new byte[1 << 17];
            long place = LedgerFormat.MAGIC.length;
            while (in.readNBytes(header, 0, header.length) == header.length) {
                int length = BigEndian.getInt(header, LedgerFormat.LENGTH);
                if (length < 0 || length > payload.length) {
                    throw new IOException(file + ": no record at byte " + place);
                }
                if (in.readNBytes(payload, 0, length) < length) {
                    return;
                }
                place += header.length;
                show(visitor, header, payload, length, place);
                place += length;
            }
        }
    }

    private void show(Visitor visitor, byte[] header, byte[] payload, int length, long place) throws IOException {
        int connection = BigEndian.getInt(header, LedgerFormat.CONNECTION);
        RecordKind kind = RecordKind.ofLetter(header[0]);
        if (kind == null) {
            throw new IOException(file + ": no record at byte " + (place - header.length));
        }
        switch (kind) {
            case FRAME -> {
                int packets = BigEndian.getU16(payload, 0);
                int at = 2;
                for (int i = 0; i < packets; i++) {
                    int packetLength = BigEndian.getU16(payload, at);
                    visitor.packet(connection, place + at + 2, payload, at + 2, packetLength);
                    at += 2 + packetLength;
                }
            }
            case INSTRUMENT -> {
                String[] names = text(payload, length);
                visitor.instrument(Long.parseLong(names[0]), names[1], names[2]);
            }
            case ENDED -> {
                String[] end = text(payload, length);
                visitor.ended(connection, end[0], Long.parseLong(end[1]), Long.parseLong(end[2]));
            }
            default -> {}
        }
    }

    private static String[] text(byte[] payload, int length) {
        return new String(payload, 0, length, StandardCharsets.UTF_8).split("\t", -1);
    }

    /** The packet at a place that {@link Visitor#packet} was given. */
    public byte[] packet(long place) {
        MappedByteBuffer segment = segments.get((int) (place / SEGMENT));
        int at = (int) (place % SEGMENT);
        // Its length, in the two bytes before it, may be in the segment before.
        int length = at >= 2
                ? segment.getShort(at - 2) & 0xffff
                : segments.get((int) (place / SEGMENT) - 1).getShort((int) SEGMENT + at - 2) & 0xffff;
        byte[] packet = new byte[length];
        segment.get(at, packet);
        return packet;
    }

    @Override
    public void close() throws IOException {
        segments.clear();
        channel.close();
    }
}
