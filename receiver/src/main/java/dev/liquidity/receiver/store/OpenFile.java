package dev.liquidity.receiver.store;

import dev.liquidity.common.notify.Notice;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Watches whether an open database and its write-ahead log are still the files of their names. SQLite keeps writing to
 * a file that was moved or deleted. Then the file is completed, wherever it is now, and left. Not thread-safe: used by
 * one thread at a time.
 */
final class OpenFile {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFile.class);

    private enum State {
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

    /** Closed after the connection only: to close it earlier would end SQLite's locks. */
    private final FileChannel bytes;

    private boolean isConstantThere;
    private boolean hadCommits;
    private boolean isDamaged;

    OpenFile(Path path, Connection connection) throws SQLException, IOException {
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

    /**
     * Throws if the file or its log is not in place: what is to be committed must go elsewhere, see
     * {@link #leaveIfMoved}.
     */
    void check() throws SQLException {
        if (state() != State.IN_PLACE) {
            throw new SQLiteException("the file was moved while it was in use", SQLiteErrorCode.SQLITE_BUSY);
        }
    }

    /**
     * Completes and closes the database if its file or its log is not in place any more, or damaged, so that it can be
     * opened again or a new one be made. No transaction may be open.
     *
     * @param ticks how many were stored since it was opened
     * @return false if it is in place, or must be tried again later
     */
    boolean leaveIfMoved(long ticks) {
        try {
            return switch (state()) {
                case IN_PLACE -> false;
                case MOVED -> {
                    leaveMoved(ticks);
                    yield true;
                }
                case EMPTIED -> {
                    Path rest = WriteAheadLog.aside(path, "emptied");
                    close();
                    Path lastCommits = WriteAheadLog.setAside(path);
                    LOG.error(
                            "The database {} was emptied while it was in use: its ticks are lost, unless there is a"
                                    + " copy; what is left is in {}; going on in a new file",
                            path,
                            lastCommits == null ? rest : lastCommits);
                    yield true;
                }
                case LOG_MOVED -> leaveWithoutLog();
                // A checkpoint may have been under way, and copied half of what was in it.
                case LOG_EMPTIED -> leaveDamaged("is damaged: its write-ahead log was emptied while it was in use");
                case DAMAGED -> !WriteAheadLog.wasDamagedToday(path) && leaveDamaged("is damaged");
            };
        } catch (SQLException | IOException e) {
            throw TickDatabase.unusable(path, "it was moved while it was in use: " + e, e);
        }
    }

    private void leaveMoved(long ticks) throws SQLException, IOException {
        if (Schema.version(connection) == Schema.REMOVED) {
            close();
            LOG.info("The database {} is archived, and was deleted", path);
            return;
        }
        boolean isComplete = checkpoint();
        boolean isLogOurs =
                keys.get(log) != null && Files.exists(log) && keys.get(log).equals(key(log));
        close();
        Path lastCommits = isLogOurs ? WriteAheadLog.setAside(path) : null;
        if (isComplete) {
            LOG.warn(
                    Notice.TELL,
                    "The database {} was moved away while it was in use, with all that was stored there; if it was"
                            + " deleted, {} ticks since it was opened are lost with it; going on in a new file",
                    path,
                    ticks);
        } else {
            LOG.error(
                    "The database {} was moved away while it was in use, and is not complete: its last commits are in"
                            + " {}; name that as the moved file with -wal at the end; going on in a new file",
                    path,
                    lastCommits == null ? "the log that was moved with it" : lastCommits);
        }
    }

    /** All commits must be in the file before its log is given up. */
    private boolean leaveWithoutLog() throws SQLException, IOException {
        if (!checkpoint()) {
            return false;
        }
        // Closing deletes what has the log's name.
        if (Files.exists(log) && !key(log).equals(keys.get(log))) {
            WriteAheadLog.setAside(path);
        }
        close();
        LOG.warn("The write-ahead log of {} was moved or deleted while it was in use: nothing is lost", path);
        return true;
    }

    /** Notes that SQLite found the file damaged: {@link #leaveIfMoved} then sets it aside. */
    void noteDamage() {
        isDamaged = true;
    }

    private boolean leaveDamaged(String what) throws SQLException, IOException {
        // Not under its name, SQLite closes it without copying the log into it.
        WriteAheadLog.setDamagedAside(path, what);
        close();
        return true;
    }

    /** Closes the database. */
    void close() throws SQLException, IOException {
        try (bytes) {
            connection.close();
        }
    }

    private State state() {
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

    /** Copies the log into the file, wherever both are now; false if a reader or the disk is in the way. */
    private boolean checkpoint() {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return row.getInt(1) == 0;
        } catch (SQLException e) {
            LOG.debug("The log of {} can't be copied into it", path, e);
            return false;
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
}
