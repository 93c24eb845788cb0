package dev.liquidity.connector.journal;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.disk.OwnerOnly;
import dev.liquidity.connector.disk.ThisHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The queue on disk: a directory of {@link JournalFile}s in the order of their IDs, locked by one process. One {@link
 * JournalWriter} adds to the last file; any {@link JournalReader} follows at its own position. Thread-safe.
 */
public final class Journal implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String WRITER_ID = "writer-id";

    private final Path directory;
    private final FileChannel lockChannel;
    private final ConcurrentSkipListMap<Long, JournalFile> files;
    private final Object grown = new Object();
    private final TickIds ids;
    private final String writerId;
    private final String owner;
    private final long lastArrivalMicros;

    private Journal(Path directory, FileChannel lockChannel) throws IOException {
        this.directory = directory;
        this.lockChannel = lockChannel;
        writerId = readWriterId();
        owner = writerId + "@" + ThisHost.identityOf(directory);
        JournalRecovery found = JournalRecovery.of(directory);
        files = new ConcurrentSkipListMap<>(found.files());
        ids = new TickIds(found.last().lastId());
        lastArrivalMicros = found.last().lastArrivalMicros();
    }

    /**
     * Opens a directory, creating it if it is missing; see {@link JournalRecovery} for what becomes of a torn tail.
     *
     * @throws UserException ({@link ExitCode#USAGE}) if it can't be used, or is in use
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

    /** A name that only copies of this journal have too; without blanks. */
    public String writerId() {
        return writerId;
    }

    /** A name that no other journal has, copies of this one included, and that outlives the process. */
    public String owner() {
        return owner;
    }

    /** The highest ID given to a tick of this journal; {@link StreamId#ZERO} if there is none. */
    public StreamId lastId() {
        return StreamId.unpack(ids.last());
    }

    /** Arrival of the last tick that an earlier run journaled, microseconds since the epoch; 0 if there is none. */
    public long lastArrivalAtStartMicros() {
        return lastArrivalMicros;
    }

    /** Bytes of all files. */
    public long bytes() {
        return files.values().stream().mapToLong(JournalFile::length).sum();
    }

    /** Makes the IDs of all later ticks higher than one that exists elsewhere. */
    public void raiseIdsTo(StreamId id) {
        ids.raiseTo(id.pack());
    }

    /** Bytes from an offset in a file to the journal's end. */
    long bytesAfter(JournalFile file, long offset) {
        long bytes = -offset;
        for (JournalFile later : files.tailMap(file.lowestId(), true).values()) {
            bytes += later.length();
        }
        return bytes;
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    TickIds ids() {
        return ids;
    }

    /** The file that has an ID, or would have it; null if the journal begins later or is empty. */
    JournalFile fileOf(long packedId) {
        return valueOf(files.floorEntry(packedId));
    }

    /** Null if the journal is empty. */
    JournalFile firstFile() {
        return valueOf(files.firstEntry());
    }

    /** The next file, or null. */
    JournalFile after(JournalFile file) {
        return valueOf(files.higherEntry(file.lowestId()));
    }

    private static JournalFile valueOf(Map.Entry<Long, JournalFile> entry) {
        return entry == null ? null : entry.getValue();
    }

    /**
     * A lower bound for the IDs of a file that begins with an arrival at this time. It is above all IDs and above the
     * bounds of all files, even of those without a tick, so that the files' order is that of their IDs whatever the
     * clock does.
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
        return List.copyOf(files.values());
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

    /** Waits until a file is longer than given, or another one follows it. */
    void awaitGrowth(JournalFile file, long length, long millis) throws InterruptedException {
        synchronized (grown) {
            boolean hasMore = file == null ? !files.isEmpty() : file.length() > length || after(file) != null;
            if (!hasMore) {
                grown.wait(millis);
            }
        }
    }

    /** Gives up the lock of the directory. */
    @Override
    public void close() {
        closeQuietly(lockChannel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private String readWriterId() throws IOException {
        Path file = directory.resolve(WRITER_ID);
        String id = Files.exists(file) ? Files.readString(file).strip() : "";
        if (id.isEmpty()) {
            id = UUID.randomUUID().toString();
            OwnerOnly.replace(file, id + "\n");
        }
        return id;
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
