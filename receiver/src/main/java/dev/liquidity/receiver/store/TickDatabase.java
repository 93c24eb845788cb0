package dev.liquidity.receiver.store;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.TickJson;
import dev.liquidity.receiver.entry.DayInstruments;
import dev.liquidity.receiver.entry.Rejection;
import dev.liquidity.receiver.entry.TickEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.CRC32;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** One SQLite file, open for writing: a transaction for each {@link Part}, all of it or nothing. Belongs to one thread. */
final class TickDatabase implements AutoCloseable {
    private static final int BUSY_MILLIS = 1000;
    private static final int CACHE_KIB = 16 * 1024;
    private static final int WAL_LIMIT_BYTES = 64 * 1024 * 1024;

    private final TickJson json = new TickJson();
    private final Path path;
    private final Connection connection;
    private final Statement control;
    private final OpenFile file;
    private final TickInsert ticks;
    private final DepthInsert depths;
    private final SideInserts sides;

    private TickDatabase(Path path, Connection connection) throws SQLException, IOException {
        this.path = path;
        this.connection = connection;
        control = connection.createStatement();
        createIfEmpty();
        file = new OpenFile(path);
        ticks = new TickInsert(connection);
        depths = new DepthInsert(connection);
        sides = new SideInserts(connection);
    }

    /**
     * Opens a file, or creates it with its directories.
     *
     * @throws UserException ({@link ExitCode#STORE}) when it is no such database or can't be written to
     * @throws SQLException when that may pass, see {@link StoreFault#PASSING}
     */
    static TickDatabase open(Path path) throws SQLException {
        try {
            Path parent = path.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            if (Files.exists(path) && Files.size(path) > 0) {
                refuseOtherLayout(path);
            }
            return openForWriting(path);
        } catch (IOException e) {
            throw unusable(path, "it can't be created (" + e + ")", e);
        } catch (SQLException e) {
            if (StoreFault.of(e) == StoreFault.PASSING) {
                throw e;
            }
            throw unusable(path, e.getMessage(), e);
        }
    }

    /** Looks at it without a right to write, so that a file of somebody else's stays as it is to the last byte. */
    private static void refuseOtherLayout(Path path) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        try (Connection connection = DriverManager.getConnection(url(path), config.toProperties())) {
            if (!Schema.isEmpty(connection)) {
                String difference = Schema.difference(connection);
                if (difference != null) {
                    throw new UserException(
                            ExitCode.STORE,
                            "the database " + path + " has another layout (" + difference
                                    + ") and is left as it is: move it away, or set persistence.db_path to another file");
                }
            }
        }
    }

    private static TickDatabase openForWriting(Path path) throws SQLException, IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(BUSY_MILLIS);
        // FULL: a commit is on the disk when it returns. With NORMAL a power cut could take the last commits of a
        // write-ahead log, and
        // their entries are acknowledged and trimmed by then. One flush a dump, not a tick, is what it costs.
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
        control.execute("BEGIN IMMEDIATE");
        try {
            if (Schema.isEmpty(connection)) {
                Schema.create(connection);
            }
            control.execute("COMMIT");
        } catch (SQLException e) {
            rollback();
            throw e;
        }
    }

    /**
     * Stores all of it, or nothing. When it returns, all of it is on the disk.
     *
     * @throws SQLException when nothing was stored
     * @throws UserException ({@link ExitCode#STORE}) when the file is gone; what was stored is gone with it
     */
    Outcome write(Part part) throws SQLException {
        file.check();
        Outcome outcome;
        try {
            outcome = transaction(part, false);
        } catch (SQLException e) {
            if (StoreFault.of(e) != StoreFault.ROW) {
                throw e;
            }
            outcome = transaction(part, true);
        } catch (RuntimeException e) {
            outcome = transaction(part, true);
        }
        file.check();
        return outcome;
    }

    private Outcome transaction(Part part, boolean oneByOne) throws SQLException {
        control.execute("BEGIN IMMEDIATE");
        try {
            Outcome outcome = Outcome.NOTHING;
            int stored = 0;
            for (TickEntry entry : part.ticks()) {
                if (oneByOne) {
                    outcome = outcome.plus(insertGuarded(entry));
                } else if (insertNew(entry)) {
                    stored++;
                } else {
                    outcome = outcome.plus(known(entry));
                }
            }
            for (Rejection rejection : part.rejections()) {
                sides.insert(rejection);
            }
            for (FeedGap gap : part.gaps()) {
                sides.insert(gap);
            }
            for (DayInstruments instruments : part.instruments()) {
                sides.insert(instruments);
            }
            control.execute("COMMIT");
            return outcome.plus(new Outcome(stored, 0, 0));
        } catch (SQLException | RuntimeException e) {
            rollback();
            throw e;
        }
    }

    private boolean insertNew(TickEntry entry) throws SQLException {
        if (!ticks.insert(entry)) {
            return false;
        }
        if (entry.tick().depth() != null) {
            depths.insert(entry);
        }
        return true;
    }

    /** Its ID is taken: by itself, when it was delivered before, or by another tick, which is never folded onto it. */
    private Outcome known(TickEntry entry) throws SQLException {
        if (ticks.isStored(entry) && depths.isStored(entry)) {
            return new Outcome(0, 1, 0);
        }
        reject(entry, "another tick is stored under this ID");
        return new Outcome(0, 0, 1);
    }

    /** A row that SQLite won't take costs that row alone. */
    private Outcome insertGuarded(TickEntry entry) throws SQLException {
        control.execute("SAVEPOINT one");
        try {
            Outcome outcome = insertNew(entry) ? new Outcome(1, 0, 0) : known(entry);
            control.execute("RELEASE one");
            return outcome;
        } catch (SQLException | RuntimeException e) {
            if (e instanceof SQLException sql && StoreFault.of(sql) != StoreFault.ROW) {
                throw sql;
            }
            control.execute("ROLLBACK TO one");
            control.execute("RELEASE one");
            reject(entry, "the store does not take it: " + e.getMessage());
            return new Outcome(0, 0, 1);
        }
    }

    /** The checksum keeps a third tick under one ID from being taken for the second. */
    private void reject(TickEntry entry, String reason) throws SQLException {
        byte[] payload = json.write(entry.tick());
        CRC32 checksum = new CRC32();
        checksum.update(payload);
        sides.insert(new Rejection(
                entry.id().toString(),
                reason + " (CRC32 " + Long.toHexString(checksum.getValue()) + ")",
                payload,
                entry.tradeDate()));
    }

    private void rollback() {
        try {
            control.execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself, as it does when the disk is full; or closing will.
        }
    }

    /** The line for the user when a file can't be used. */
    static UserException unusable(Path path, String reason, Exception cause) {
        return new UserException(
                ExitCode.STORE,
                "the database " + path + " can't be used (" + reason
                        + "): check persistence.db_path, the file and its rights",
                cause);
    }

    Path path() {
        return path;
    }

    private static String url(Path path) {
        return "jdbc:sqlite:" + path.toAbsolutePath();
    }

    @Override
    public void close() throws SQLException {
        // The statements are closed with it.
        connection.close();
    }

    /** Closes several things in turn. */
    static void closeQuietly(List<TickDatabase> databases) {
        for (TickDatabase database : databases) {
            try {
                database.close();
            } catch (SQLException e) {
                // Every commit is on the disk; what is left is SQLite's own tidying up.
            }
        }
    }
}
