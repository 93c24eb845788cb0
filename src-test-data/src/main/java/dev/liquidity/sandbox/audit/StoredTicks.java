package dev.liquidity.sandbox.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/**
 * Reads a store's rows in the order of their IDs, each with its depth: two cursors of one snapshot, walked side by
 * side.
 */
final class StoredTicks {
    private StoredTicks() {}

    /**
     * Gives each row to the consumer; the object is the same each time.
     *
     * @throws SQLException when the file is missing or of another layout
     */
    static void read(Path database, Consumer<StoredTick> consumer) throws SQLException {
        if (!Files.exists(database)) {
            throw new SQLException("there is no database " + database);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            connection.setAutoCommit(false);
            try (Statement ticksQuery = connection.createStatement();
                    Statement depthQuery = connection.createStatement();
                    ResultSet ticks = ticksQuery.executeQuery(StoredTick.QUERY);
                    ResultSet depth = depthQuery.executeQuery(StoredTick.DEPTH_QUERY)) {
                StoredTick row = new StoredTick();
                boolean more = depth.next();
                while (ticks.next()) {
                    row.read(ticks);
                    while (more && depth.getLong(1) == row.id) {
                        row.levels.add(new StoredTick.Level(
                                depth.getString(2),
                                depth.getInt(3),
                                depth.getDouble(4),
                                depth.getLong(5),
                                depth.getLong(6)));
                        more = depth.next();
                    }
                    if (more && depth.getLong(1) < row.id) {
                        throw new SQLException("tick_depths has rows of tick " + depth.getLong(1) + ", which is none");
                    }
                    consumer.accept(row);
                }
                if (more) {
                    throw new SQLException("tick_depths has rows of tick " + depth.getLong(1) + ", which is none");
                }
            } finally {
                connection.rollback();
            }
        }
    }
}
