package dev.liquidity.receiver.store;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * One SQLite file, open for writing: a transaction that takes one {@link Part} after another, and is on the disk after
 * its commit, all of it or nothing. Not thread-safe: used by one thread at a time.
 */
final class TickDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(TickDatabase.class);
    private static final int BUSY_MILLIS = 1000;
    private static final int CACHE_KIB = 24 * 1024;
    private static final int WAL_LIMIT_BYTES = 64 * 1024 * 1024;

    private final Path path;
    private final Connection connection;
    private final Statement control;
    private final OpenFile file;
    private final Statistics statistics;

    /** Null after a failure, since the driver closes the statement that failed. */
    private TickTransaction transaction;

    /** Trade date of the tick inserted last. */
    private String lastDate = "";

    /** Ticks committed since it was opened. */
    private long stored;

    /** Ticks inserted in the open transaction. */
    private long inserted;

    private TickDatabase(Path path, Connection connection) throws SQLException, IOException {
        this.path = path;
        this.connection = connection;
        control = connection.createStatement();
        createIfEmpty();
        file = new OpenFile(path, connection);
        // Transactions are begun and ended by statements. With autocommit, the driver would look for one after each.
        connection.setAutoCommit(false);
        control.execute("COMMIT");
        statistics = new Statistics(connection, Statistics.LEAST_BYTES, Statistics.MOST_BYTES);
    }

    /**
     * Opens a file, or creates it with its directories. A damaged one is set aside, since nobody may be there to do so.
     *
     * @throws UserException ({@link ExitCode#STORE}) if it is not such a database or can't be written
     * @throws SQLException if it can't be opened now, see {@link StoreFault#PASSING}
     */
    static TickDatabase open(Path path) throws SQLException {
        NativeLibrary.load();
        try {
            Path parent = path.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            WriteAheadLog.keepOrphan(path);
            return openOrReplace(path);
        } catch (NoSuchFileException e) {
            throw new SQLiteException("the file was deleted while it was opened", SQLiteErrorCode.SQLITE_BUSY);
        } catch (IOException e) {
            throw unusable(path, "it can't be created: " + reason(e), e);
        } catch (SQLException e) {
            if (StoreFault.of(e) == StoreFault.PASSING) {
                throw e;
            }
            UserException noLibrary = NativeLibrary.failure(e);
            throw noLibrary == null ? unusable(path, e.getMessage(), e) : noLibrary;
        }
    }

    private static TickDatabase openOrReplace(Path path) throws SQLException, IOException {
        try {
            return openInPlace(path);
        } catch (SQLException e) {
            if (StoreFault.of(e) != StoreFault.DAMAGE || WriteAheadLog.wasDamagedToday(path)) {
                throw e;
            }
            WriteAheadLog.setDamagedAside(path, e.getMessage());
            return openInPlace(path);
        }
    }

    /** Reads the layout from a read-only connection, so that a file of another program keeps its every byte. */
    private static void refuseOtherLayout(Path path) throws SQLException, IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        try (Connection connection = DriverManager.getConnection(url(path), config.toProperties())) {
            if (!Schema.isEmpty(connection)) {
                String difference = Schema.difference(connection);
                if (difference != null) {
                    throw new UserException(
                            ExitCode.STORE, "the database " + path + " has " + refusal(path, connection, difference));
                }
            }
        }
    }

    private static String refusal(Path path, Connection connection, String difference)
            throws SQLException, IOException {
        long version = Schema.version(connection);
        String versions =
                " layout (" + version + "; this version writes " + Schema.VERSION + ") and is left as it is: ";
        if (version > Schema.VERSION) {
            return "a newer" + versions + "run the version that wrote it, or set persistence.db_path to another file";
        }
        if (Schema.isOlder(connection)) {
            Path wal = WriteAheadLog.of(path);
            boolean hasWal = Files.exists(wal) && Files.size(wal) > 0;
            return "an older" + versions + "move it" + (hasWal ? " and " + wal + ", which has its last commits," : "")
                    + " to another name, and run java -jar receiver.jar import THAT_NAME to bring its ticks over";
        }
        return "another layout (" + difference
                + ") and is left as it is: move it away, or set persistence.db_path to another file";
    }

    private static TickDatabase openInPlace(Path path) throws SQLException, IOException {
        if (Files.exists(path) && Files.size(path) > 0) {
            refuseOtherLayout(path);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.CREATE);
        // One thread uses the connection, and the driver locks it anyway: SQLite's own locks cost an eighth of an
        // insert.
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        config.setBusyTimeout(BUSY_MILLIS);
        // FULL: a commit is on the disk when it returns. With NORMAL a power cut could take the last commits from the
        // write-ahead log, whose entries are acknowledged and trimmed by then. It costs one flush a commit.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setCacheSize(-CACHE_KIB);
        config.setJournalSizeLimit(WAL_LIMIT_BYTES);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setGetGeneratedKeys(false);
        Connection connection = DriverManager.getConnection(url(path), config.toProperties());
        try {
            return new TickDatabase(path, connection);
        } catch (SQLException | IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void createIfEmpty() throws SQLException {
        try (ResultSet mode = control.executeQuery("PRAGMA journal_mode = WAL")) {
            if (!"wal".equals(mode.getString(1))) {
                throw unusable(path, "its file system can't keep a write-ahead log", null);
            }
        }
        // On a failure the caller closes the connection, which rolls back.
        control.execute("BEGIN IMMEDIATE");
        if (Schema.isEmpty(connection)) {
            Schema.create(connection);
        } else {
            Schema.complete(connection);
        }
        control.execute("COMMIT");
    }

    /**
     * Inserts a part in the open transaction, or a new one. If it fails, {@link #rollback} must follow, and it fails if
     * the file is not in place: {@link #leaveIfMoved} then.
     *
     * @param oneByOne see {@link TickTransaction#insert}
     */
    Outcome insert(Part part, boolean oneByOne) throws SQLException {
        if (transaction == null) {
            transaction = new TickTransaction(connection);
        }
        if (!transaction.isOpen()) {
            file.check();
        }
        if (!part.ticks().isEmpty()) {
            lastDate = part.ticks().get(part.ticks().size() - 1).tradeDate();
        }
        Outcome outcome = transaction.insert(part, oneByOne);
        inserted += outcome.stored();
        return outcome;
    }

    /**
     * Commits what was inserted, to the disk. If it fails, {@link #rollback} must follow, and it fails if the file is
     * not in place: {@link #leaveIfMoved} then.
     */
    void commit() throws SQLException {
        // Before, since a commit also copies its log into the file, whatever became of that.
        file.check();
        transaction.commit();
        stored += inserted;
        inserted = 0;
        file.check();
        statistics.refresh(lastDate);
    }

    /** See {@link OpenFile#noteDamage}. */
    void noteDamage() {
        file.noteDamage();
    }

    /** Ends the open transaction, if there is one: nothing of it is stored. */
    void rollback() {
        if (transaction != null) {
            transaction.close();
            transaction = null;
            inserted = 0;
        }
    }

    /** The message for a file that can't be used. */
    static UserException unusable(Path path, String reason, Exception cause) {
        return new UserException(
                ExitCode.STORE,
                "the database " + path + " can't be used (" + reason
                        + "): check persistence.db_path, the file and its rights",
                cause);
    }

    private static String reason(IOException e) {
        return e instanceof FileAlreadyExistsException
                ? e.getMessage() + " is not a directory"
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }

    private static String url(Path path) {
        return "jdbc:sqlite:" + path.toAbsolutePath();
    }

    /** See {@link OpenFile#leaveIfMoved}. */
    boolean leaveIfMoved() {
        return file.leaveIfMoved(stored);
    }

    /** Closes the file and its statements. Every commit is on the disk; a failure here is ignored. */
    void close() {
        try {
            if (!leaveIfMoved()) {
                file.close();
            }
        } catch (SQLException | IOException e) {
            LOG.debug("Closing {}", path, e);
        }
    }
}
