package dev.liquidity.sandbox.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/** Reads a store's rows in the order of their IDs, each with its book. */
final class StoredTicks {
    private static final String BEYOND = "SELECT min(tick_id) FROM tick_depths_beyond";

    private StoredTicks() {}

    /**
     * Gives each row to the consumer; the object is the same each time.
     *
     * @throws SQLException when the file is missing or of another layout, or has levels that the exchange never sends
     */
    static void read(Path database, Consumer<StoredTick> consumer) throws SQLException {
        if (!Files.exists(database)) {
            throw new SQLException("there is no database " + database);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            try (ResultSet beyond = statement.executeQuery(BEYOND)) {
                if (beyond.getString(1) != null) {
                    throw new SQLException(
                            "tick_depths_beyond has levels of tick " + beyond.getString(1) + ": none was sent");
                }
            }
            try (ResultSet rows = statement.executeQuery(StoredTick.QUERY)) {
                StoredTick row = new StoredTick();
                while (rows.next()) {
                    row.read(rows);
                    consumer.accept(row);
                }
            }
        }
    }
}
