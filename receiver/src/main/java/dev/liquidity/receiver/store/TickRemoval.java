package dev.liquidity.receiver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;

/**
 * Deletes ticks by their IDs, beside the receiver that writes: in transactions so small that its commits wait for none
 * of them, with as long a pause after each. The pages are used again. Not thread-safe.
 */
public final class TickRemoval implements AutoCloseable {
    private static final int BUSY_MILLIS = 10_000;

    /** How long a transaction deletes: each rewrites a page of the index for each symbol, so few are better. */
    private static final long TRANSACTION_NANOS = 200_000_000;

    private static final int CACHE_KIB = 32_000;

    private final Connection connection;
    private final Statement control;
    private final PreparedStatement tick;
    private final PreparedStatement beyond;
    private final Path database;
    private final long commitsBefore;
    private boolean isOpen;
    private long deleted;
    private long begunNanos;

    public TickRemoval(Path database) throws SQLException {
        this.database = database;
        NativeLibrary.load();
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        // A deletion that a power cut undoes is done again.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setCacheSize(-CACHE_KIB);
        connection = DriverManager.getConnection("jdbc:sqlite:" + database, config.toProperties());
        control = connection.createStatement();
        tick = connection.prepareStatement("DELETE FROM ticks WHERE id = ?");
        beyond = connection.prepareStatement("DELETE FROM tick_depths_beyond WHERE tick_id = ?");
        connection.setAutoCommit(false);
        control.execute("COMMIT");
        commitsBefore = commitsOfOthers();
    }

    /** Deletes a tick, or does nothing if it is gone. It is deleted for good when {@link #finish} has returned. */
    public void delete(long id) throws SQLException {
        if (!isOpen) {
            begin();
        }
        beyond.setLong(1, id);
        beyond.executeUpdate();
        tick.setLong(1, id);
        deleted += tick.executeUpdate();
        if (System.nanoTime() - begunNanos > TRANSACTION_NANOS) {
            finish();
        }
    }

    private void begin() throws SQLException {
        control.execute("BEGIN IMMEDIATE");
        isOpen = true;
        begunNanos = System.nanoTime();
    }

    /**
     * Deletes the rows of a date in {@code liquidity_1m} together with a tick, if a sum over these rows is as expected;
     * returns whether it is.
     */
    public boolean deleteMinutes(LocalDate date, String sum, long expected, long id) throws SQLException {
        String rows = " FROM liquidity_1m WHERE trade_date = '" + date + "'";
        begin();
        boolean isSame = number("SELECT " + sum + rows) == expected;
        if (isSame) {
            control.execute("DELETE" + rows);
            delete(id);
        }
        finish();
        return isSame;
    }

    /** Commits what is deleted, and returns how many ticks were. */
    public long finish() throws SQLException {
        if (isOpen) {
            control.execute("COMMIT");
            isOpen = false;
            LockSupport.parkNanos(System.nanoTime() - begunNanos);
        }
        return deleted;
    }

    /** Deletes the whole file, unless others committed to it since this was opened; returns whether it did. */
    public boolean deleteFile() throws SQLException, IOException {
        control.execute("BEGIN IMMEDIATE");
        boolean isUnchanged = commitsOfOthers() == commitsBefore;
        if (isUnchanged) {
            // Seen by a receiver that has it open.
            control.execute("PRAGMA user_version = " + Schema.REMOVED);
            Files.delete(database);
            Files.deleteIfExists(WriteAheadLog.of(database));
            Files.deleteIfExists(WriteAheadLog.index(database));
        }
        control.execute("COMMIT");
        return isUnchanged;
    }

    private long commitsOfOthers() throws SQLException {
        return number("PRAGMA data_version");
    }

    private long number(String sql) throws SQLException {
        try (ResultSet row = control.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    /** Undoes what is not finished. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
