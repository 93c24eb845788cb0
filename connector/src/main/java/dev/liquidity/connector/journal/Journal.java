package dev.liquidity.connector.journal;

import dev.liquidity.common.journal.JournalFile;
import dev.liquidity.common.journal.JournalFiles;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.HostName;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.disk.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/**
 * The queue on disk: a directory of {@link JournalFile}s in the order of their IDs, locked by one process. One {@link
 * JournalWriter} adds to the last file. Thread-safe.
 */
public final class Journal extends JournalFiles implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String WRITER_ID = "writer-id";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path directory;
    private final FileChannel lockChannel;
    private final TickIds ids;
    private final String writerId;
    private final String owner;
    private final long lastArrivalMicros;

    private Journal(Path directory, FileChannel lockChannel, JournalRecovery found) throws IOException {
        super(found.files());
        this.directory = directory;
        this.lockChannel = lockChannel;
        writerId = readWriterId();
        owner = writerId + "@" + identityOf(directory);
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
            return new Journal(directory, lockChannel, JournalRecovery.of(directory));
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

    /** Makes the IDs of all later ticks higher than one that exists elsewhere. */
    public void raiseIdsTo(StreamId id) {
        ids.raiseTo(id.pack());
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    TickIds ids() {
        return ids;
    }

    /**
     * A lower bound for the IDs of a file that begins with an arrival at this time. It is above all IDs and above the
     * bounds of all files, even of those without a tick, so that the files' order is that of their IDs whatever the
     * clock does.
     */
    long lowestIdOfNewFile(long arrivedAtMicros) {
        files().forEach(file -> ids.raiseTo(file.lowestId()));
        long lowestId = ids.next(arrivedAtMicros);
        ids.raiseTo(lowestId - 1);
        return lowestId;
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

    /**
     * Tells a directory from all others, on this host and elsewhere, its copies and those of the whole host included.
     * It is the same until the host is booted, if the host tells its boots apart.
     *
     * @return what is the same for all directories, a slash, and the rest; without blanks
     */
    private static String identityOf(Path directory) throws IOException {
        Path real = directory.toRealPath();
        Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
        String boot = Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : HostName.get();
        return (boot + "/" + (key == null ? real : key)).replaceAll("\\s", "");
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
