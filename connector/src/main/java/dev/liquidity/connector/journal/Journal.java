package dev.liquidity.connector.journal;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.disk.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue on disk: a directory of {@link JournalFile}s in the order of their IDs, held by one process. One {@link JournalWriter} adds to its
 * last file, any {@link JournalReader} follows at its own position.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String LOCK = "lock";
    private static final String WRITER_ID = "writer-id";

    private final Path directory;
    private final FileChannel lockChannel;
    private final ConcurrentSkipListMap<Long, JournalFile> files = new ConcurrentSkipListMap<>();
    private final Object grown = new Object();
    private final TickIds ids;
    private final String writerId;
    private final long lastArrivalMicros;

    private Journal(Path directory, FileChannel lockChannel) throws IOException {
        this.directory = directory;
        this.lockChannel = lockChannel;
        writerId = readWriterId();
        JournalTail tail = findFiles();
        ids = new TickIds(tail.lastId());
        lastArrivalMicros = tail.lastArrivalMicros();
    }

    /**
     * Opens a directory, making it where it is missing. The last file's torn tail, which a power cut leaves, is cut at the last good record
     * and said so.
     *
     * @throws UserException ({@link ExitCode#USAGE}) when it can't be used, or is in use
     */
    public static Journal open(Path directory) {
        FileChannel lockChannel = null;
        try {
            OwnerOnly.createDirectory(directory);
            lockChannel = OwnerOnly.open(directory.resolve(LOCK));
            if (!isLocked(lockChannel)) {
                throw new UserException(
                        ExitCode.USAGE,
                        "connector.journal_dir " + directory + " is in use by another connector: stop it, or give this"
                                + " one another directory and another redis.stream_name");
            }
            return new Journal(directory, lockChannel);
        } catch (IOException e) {
            closeQuietly(lockChannel);
            throw new UserException(
                    ExitCode.USAGE,
                    "connector.journal_dir " + directory + " can't be used (" + e
                            + "): make it writable, or name another",
                    e);
        } catch (RuntimeException e) {
            closeQuietly(lockChannel);
            throw e;
        }
    }

    /** A name of this journal that no other has, and that outlives the process: who holds the directory's lock is the one who bears it. */
    public String writerId() {
        return writerId;
    }

    /** The highest ID that was given to a tick of this journal; {@link StreamId#ZERO} when there was none. */
    public StreamId lastId() {
        return StreamId.unpack(ids.last());
    }

    /** Arrival of the last record that was found at the start, microseconds since the epoch; 0 when there was none. */
    public long lastArrivalAtStartMicros() {
        return lastArrivalMicros;
    }

    /** Makes the IDs of all later ticks higher than one that exists elsewhere. */
    public void raiseIdsTo(StreamId id) {
        ids.raiseTo(id.pack());
    }

    /** Bytes from a place in a file to the journal's end. */
    long bytesAfter(JournalFile file, long offset) {
        long bytes = -offset;
        for (JournalFile later : files.tailMap(file.lowestId(), true).values()) {
            bytes += later.length();
        }
        return bytes;
    }

    Path directory() {
        return directory;
    }

    TickIds ids() {
        return ids;
    }

    /** The file in which an ID is, or would be; null when the journal begins later or is empty. */
    JournalFile fileOf(long packedId) {
        var entry = files.floorEntry(packedId);
        return entry == null ? null : entry.getValue();
    }

    JournalFile firstFile() {
        var entry = files.firstEntry();
        return entry == null ? null : entry.getValue();
    }

    /** The file after a given one, or null. */
    JournalFile after(JournalFile file) {
        var entry = files.higherEntry(file.lowestId());
        return entry == null ? null : entry.getValue();
    }

    /**
     * A lower bound for the IDs of a file that begins with an arrival at this time: above all IDs, and above the bounds of all files, those
     * included that never got a tick, so that the files' order is that of their IDs whatever the clock does.
     */
    long lowestIdOfNewFile(long arrivedAtMicros) {
        if (!files.isEmpty()) {
            ids.raiseTo(files.lastKey());
        }
        long lowestId = ids.next(arrivedAtMicros);
        ids.raiseTo(lowestId - 1);
        return lowestId;
    }

    /** All files, oldest first. */
    List<JournalFile> files() {
        return new ArrayList<>(files.values());
    }

    void add(JournalFile file) {
        files.put(file.lowestId(), file);
        signalGrowth();
    }

    void remove(JournalFile file) throws IOException {
        Files.deleteIfExists(file.path());
        files.remove(file.lowestId());
    }

    void signalGrowth() {
        synchronized (grown) {
            grown.notifyAll();
        }
    }

    /** Waits until a file has grown beyond a length, or until another follows it. */
    void awaitGrowth(JournalFile file, long beyond, long millis) throws InterruptedException {
        synchronized (grown) {
            boolean hasMore = file == null ? !files.isEmpty() : file.length() > beyond || after(file) != null;
            if (!hasMore) {
                grown.wait(millis);
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(lockChannel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private String readWriterId() throws IOException {
        Path file = directory.resolve(WRITER_ID);
        if (Files.exists(file)) {
            String id = Files.readString(file).strip();
            if (!id.isEmpty()) {
                return id;
            }
        }
        String id = UUID.randomUUID().toString();
        OwnerOnly.replace(file, id + "\n");
        return id;
    }

    private JournalTail findFiles() throws IOException {
        List<Path> paths;
        try (Stream<Path> listing = Files.list(directory)) {
            paths = listing.filter(
                            path -> JournalFile.lowestIdIn(path.getFileName().toString()) >= 0)
                    .toList();
        }
        for (Path path : paths) {
            long lowestId = JournalFile.lowestIdIn(path.getFileName().toString());
            files.put(lowestId, new JournalFile(path, lowestId, Files.size(path), true));
        }
        return files.isEmpty() ? JournalTail.NONE : cutTornTail();
    }

    /** Only the last file can be torn, but it may hold no record at all: then the one before it tells what came last. */
    private JournalTail cutTornTail() throws IOException {
        for (JournalFile file : files.descendingMap().values()) {
            JournalTail tail = JournalTail.find(file.path());
            if (tail.length() < file.length()) {
                refuseAnotherFormat(file);
                LOG.warn(
                        "The journal's file {} is torn: cut from {} to {} bytes, at its last good record",
                        file,
                        file.length(),
                        tail.length());
                try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
                    channel.truncate(tail.length());
                }
                file.grownTo(tail.length());
            }
            if (tail.lastId() > 0) {
                return tail;
            }
        }
        return new JournalTail(0, Math.max(0, files.lastKey() - 1), 0);
    }

    /** A file that does not begin as ours do is not torn: a later version's, or nothing of ours. What a power cut leaves is short or zeros. */
    private static void refuseAnotherFormat(JournalFile file) throws IOException {
        byte[] magic = new byte[RecordLayout.MAGIC_BYTES];
        try (InputStream in = Files.newInputStream(file.path())) {
            if (in.readNBytes(magic, 0, magic.length) < magic.length) {
                return;
            }
        }
        long found = ByteBuffer.wrap(magic).getLong();
        if (found != RecordLayout.MAGIC && found != 0) {
            throw new UserException(
                    ExitCode.USAGE,
                    "the journal's file " + file.path()
                            + " is of another format: move it away, or run the version that wrote it");
        }
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
