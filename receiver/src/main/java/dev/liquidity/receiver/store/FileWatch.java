package dev.liquidity.receiver.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Sees whether an open database and its write-ahead log are still the files of their names, and have what they had.
 * Not thread-safe: used by one thread at a time.
 */
final class FileWatch implements AutoCloseable {
    enum State {
        IN_PLACE,
        /** There is no file of its name, or another. */
        MOVED,
        /** Somebody emptied it. */
        EMPTIED,
        /** The log, or its index, was moved, deleted or replaced. */
        LOG_MOVED,
        /** Somebody emptied the log. */
        LOG_EMPTIED,
        /** SQLite says that it is damaged. */
        DAMAGED
    }

    private final Path path;
    private final Path log;
    private final Connection connection;
    private final Object key;

    /** Of the log and its index, once they are there. */
    private final Map<Path, Object> keys = new HashMap<>();

    /** Where a byte is that is not 0 and never changes, once it is in the file. */
    private final long constantAt;

    private final FileChannel bytes;

    private boolean isConstantThere;
    private boolean hadCommits;
    private boolean isDamaged;

    FileWatch(Path path, Connection connection) throws SQLException, IOException {
        this.path = path;
        this.connection = connection;
        log = WriteAheadLog.of(path);
        key = key(path);
        isLogInPlace();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (rootpage - 1) * page_size FROM sqlite_master,"
                        + " pragma_page_size WHERE name = 'book_levels'")) {
            constantAt = row.getLong(1);
        }
        bytes = FileChannel.open(path);
    }

    /** Notes that SQLite found the file damaged. */
    void noteDamage() {
        isDamaged = true;
    }

    State state() {
        try {
            BasicFileAttributes file = attributes(path);
            if (!key(file).equals(key)) {
                return State.MOVED;
            }
            if (file.size() == 0 || isConstantGone()) {
                return State.EMPTIED;
            }
            if (isDamaged) {
                return State.DAMAGED;
            }
            if (!isLogInPlace()) {
                return State.LOG_MOVED;
            }
        } catch (IOException e) {
            return State.MOVED;
        }
        return isLogEmptied() ? State.LOG_EMPTIED : State.IN_PLACE;
    }

    /** Whether the file of the log's name is the one that was written. */
    boolean isLogOurs() throws IOException {
        return Files.exists(log) && key(log).equals(keys.get(log));
    }

    /** A checkpoint may have written into the emptied file, which then has a size again, and holes. */
    private boolean isConstantGone() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        boolean isThere = bytes.read(one, constantAt) == 1 && one.get(0) != 0;
        boolean isGone = isConstantThere && !isThere;
        isConstantThere |= isThere;
        return isGone;
    }

    private boolean isLogInPlace() throws IOException {
        for (Path file : new Path[] {log, WriteAheadLog.index(path)}) {
            Object known = keys.get(file);
            if (Files.exists(file)) {
                Object now = key(file);
                if (known != null && !known.equals(now)) {
                    return false;
                }
                keys.put(file, now);
            } else if (known != null) {
                return false;
            }
        }
        return true;
    }

    /**
     * A log without a header that should have pages: a checkpoint that empties it, such as a user's, leaves none. A
     * commit may have written into the emptied log, behind a hole.
     */
    private boolean isLogEmptied() {
        try {
            boolean isEmpty = !Files.exists(log) || !WriteAheadLog.hasHeader(log);
            boolean isEmptied = hadCommits && isEmpty && pagesOfLog() > 0;
            hadCommits = isEmptied || !isEmpty;
            return isEmptied;
        } catch (SQLException e) {
            // It does not say so within a transaction, which is then rolled back.
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private int pagesOfLog() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
            return row.getInt(2);
        }
    }

    /** The file's identity; true on a file system that has none. */
    private static Object key(Path path) throws IOException {
        return key(attributes(path));
    }

    private static Object key(BasicFileAttributes file) {
        Object key = file.fileKey();
        return key == null ? Boolean.TRUE : key;
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    /** Ends the watch, after the connection was closed only: to close a file of it earlier would end SQLite's locks. */
    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
