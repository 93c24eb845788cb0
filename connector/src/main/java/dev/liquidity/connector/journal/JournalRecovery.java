package dev.liquidity.connector.journal;

import static dev.liquidity.common.journal.RecordCursor.State.DAMAGED_RECORD;
import static dev.liquidity.common.journal.RecordCursor.State.RECORD;

import dev.liquidity.common.journal.JournalFile;
import dev.liquidity.common.journal.JournalFiles;
import dev.liquidity.common.journal.RecordCursor;
import dev.liquidity.common.journal.RecordLayout;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NavigableMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier runs left: the files, and what came last in them. The last file's torn tail, which a power cut leaves,
 * is cut at the last good record. Runs once, before the journal is used.
 *
 * @param files by the lower bound of their IDs
 * @param last the end of the last good record with ticks
 */
record JournalRecovery(NavigableMap<Long, JournalFile> files, Tail last) {
    private static final Logger LOG = LoggerFactory.getLogger(JournalRecovery.class);

    /**
     * What a file's last good records tell.
     *
     * @param length bytes up to the end of the last one; 0 for a file without even a good beginning
     * @param lastId the highest packed ID; 0 if no record has ticks
     * @param lastArrivalMicros arrival of those ticks, microseconds since the epoch; 0 if there are none
     */
    record Tail(long length, long lastId, long lastArrivalMicros) {}

    /**
     * Finds the files of a directory.
     *
     * @throws UserException ({@link ExitCode#USAGE}) if one is of another format
     */
    static JournalRecovery of(Path directory) throws IOException {
        NavigableMap<Long, JournalFile> files = JournalFiles.list(directory);
        return new JournalRecovery(files, cutTornTail(files));
    }

    /** Only the last file can be torn, but it may hold no record at all: then the one before it has the last ID. */
    private static Tail cutTornTail(NavigableMap<Long, JournalFile> files) throws IOException {
        for (JournalFile file : files.descendingMap().values()) {
            Tail tail = tail(file.path());
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
        return new Tail(0, files.isEmpty() ? 0 : Math.max(0, files.lastKey() - 1), 0);
    }

    /**
     * Reads a file to its last good record. A damaged record that good ones follow is no torn tail: to cut there would
     * lose those, and give their IDs to other ticks.
     */
    private static Tail tail(Path path) throws IOException {
        try (RecordCursor cursor = new RecordCursor(path, Long.MAX_VALUE)) {
            Tail tail = new Tail(0, 0, 0);
            RecordCursor.State state = cursor.next();
            while (state == RECORD || state == DAMAGED_RECORD) {
                if (state == RECORD) {
                    tail = cursor.tickCount() == 0
                            ? new Tail(cursor.offset(), tail.lastId(), tail.lastArrivalMicros())
                            : new Tail(cursor.offset(), cursor.lastId(), cursor.arrivedAtMicros());
                }
                state = cursor.next();
            }
            return tail;
        }
    }

    /** Refuses a file that begins with anything but our magic, the zeros that a power cut leaves, or too few bytes. */
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
}
