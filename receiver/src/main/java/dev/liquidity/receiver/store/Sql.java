package dev.liquidity.receiver.store;

import dev.liquidity.common.runtime.StopSignal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements that handle many rows each, so that preparing one each time costs little. Not thread-safe. */
final class Sql implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sql.class);
    private static final int RETRY_MILLIS = 100;

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Runs a statement, which need not use the last parameters, and returns how many rows it changed. */
    int update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.execute() ? 0 : Math.max(0, statement.getUpdateCount());
        }
    }

    /** What is done in a transaction. */
    interface Work {
        void run() throws SQLException;
    }

    /** Does some work, and waits as long as another program locks the database. */
    static void patiently(StopSignal stop, Work work) throws SQLException, InterruptedException {
        for (int failures = 0; ; failures++) {
            try {
                work.run();
                return;
            } catch (SQLException e) {
                if (!StoreFault.isLocked(e) || stop.await(RETRY_MILLIS)) {
                    throw e;
                }
                if (failures == 0) {
                    LOG.warn("The database is locked by another program ({}); trying again", e.getMessage());
                }
            }
        }
    }

    /** Does all of some work on databases that it locks meanwhile, or nothing. */
    void transaction(Work work) throws SQLException {
        update("BEGIN IMMEDIATE");
        try {
            work.run();
            update("COMMIT");
        } catch (SQLException e) {
            try {
                update("ROLLBACK");
            } catch (SQLException alreadyRolledBack) {
                // SQLite does so by itself when the disk is full.
            }
            throw e;
        }
    }

    /** The rows of a query, each with the values of its columns. */
    List<Object[]> rows(String sql, Object... parameters) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet result = statement.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                Object[] row = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = result.getObject(i + 1);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** The first column of the only row, 0 if it is NULL. */
    long number(String sql, Object... parameters) throws SQLException {
        return asLong(rows(sql, parameters).get(0)[0]);
    }

    /** The value of a column; 0 for NULL. */
    static long asLong(Object value) {
        return value == null ? 0 : ((Number) value).longValue();
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        int used = Math.min(parameters.length, statement.getParameterMetaData().getParameterCount());
        for (int i = 0; i < used; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
