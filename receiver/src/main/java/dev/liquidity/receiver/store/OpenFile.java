package dev.liquidity.receiver.store;

import dev.liquidity.common.notify.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * An open database that somebody may move, delete, empty or damage. SQLite keeps writing to a file that was moved or
 * deleted: it is completed, wherever it is now, and left. Not thread-safe: used by one thread at a time.
 */
final class OpenFile {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFile.class);

    private final Path path;
    private final Connection connection;
    private final FileWatch watch;

    OpenFile(Path path, Connection connection) throws SQLException, IOException {
        this.path = path;
        this.connection = connection;
        watch = new FileWatch(path, connection);
    }

    /**
     * Throws if the file or its log is not in place: what is to be committed must go elsewhere, see
     * {@link #leaveIfMoved}.
     */
    void check() throws SQLException {
        if (watch.state() != FileWatch.State.IN_PLACE) {
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
            return switch (watch.state()) {
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
                case LOG_EMPTIED -> leaveDamaged("its write-ahead log was emptied while it was in use");
                case DAMAGED -> !WriteAheadLog.wasDamagedToday(path) && leaveDamaged("SQLite can't read it");
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
        boolean isLogOurs = watch.isLogOurs();
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
        if (Files.exists(WriteAheadLog.of(path)) && !watch.isLogOurs()) {
            WriteAheadLog.setAside(path);
        }
        close();
        LOG.warn("The write-ahead log of {} was moved or deleted while it was in use: nothing is lost", path);
        return true;
    }

    /** Notes that SQLite found the file damaged: {@link #leaveIfMoved} then sets it aside. */
    void noteDamage() {
        watch.noteDamage();
    }

    private boolean leaveDamaged(String why) throws SQLException, IOException {
        // Not under its name, SQLite closes it without copying the log into it.
        WriteAheadLog.setDamagedAside(path, why);
        close();
        return true;
    }

    /** Closes the database. */
    void close() throws SQLException, IOException {
        try (watch) {
            connection.close();
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
}
