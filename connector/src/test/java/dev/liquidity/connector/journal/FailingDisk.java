package dev.liquidity.connector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A disk that is full or slow while a test wants it; a write to a full one leaves half of its bytes. */
final class FailingDisk implements JournalWriter.NewFile {
    private volatile boolean isFull;
    private volatile int refusals;
    private volatile Duration delay = Duration.ZERO;

    void full(boolean value) {
        isFull = value;
    }

    /** Delays each write. */
    void slow(Duration each) {
        delay = each;
    }

    /** Writes refused so far. */
    int refusals() {
        return refusals;
    }

    private void refuseWhenFull() throws IOException {
        if (isFull) {
            refusals++;
            throw new IOException("No space left on device");
        }
    }

    @Override
    public FileChannel create(Path path) throws IOException {
        refuseWhenFull();
        return new Channel(JournalWriter.create(path));
    }

    private final class Channel extends FileChannel {
        private final FileChannel file;

        Channel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            LockSupport.parkNanos(delay.toNanos());
            if (isFull) {
                ByteBuffer half = source.duplicate();
                half.limit(half.position() + half.remaining() / 2);
                file.write(half, position);
                refuseWhenFull();
            }
            try {
                return file.write(source, position);
            } catch (ClosedChannelException e) {
                close();
                throw e;
            }
        }

        @Override
        public void force(boolean metaData) throws IOException {
            refuseWhenFull();
            file.force(metaData);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }

        @Override
        public int read(ByteBuffer target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long newPosition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer target, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
