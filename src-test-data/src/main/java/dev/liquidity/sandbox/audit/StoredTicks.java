package dev.liquidity.sandbox.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** The rows of one database in the order of their IDs, each with its book. Not thread-safe. */
final class StoredTicks implements AutoCloseable {
    private static final String BEYOND = "SELECT min(tick_id) FROM tick_depths_beyond";

    private final StoredTick row = new StoredTick();
    private final Connection connection;
    private final ResultSet rows;

    private StoredTicks(Path database) throws SQLException {
        if (!Files.exists(database)) {
            throw new SQLException("there is no database " + database);
        }
        connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        try {
            Statement statement = connection.createStatement();
            try (ResultSet beyond = statement.executeQuery(BEYOND)) {
                if (beyond.getString(1) != null) {
                    throw new SQLException(
                            "tick_depths_beyond has levels of tick " + beyond.getString(1) + ": none was sent");
                }
            }
            rows = statement.executeQuery(StoredTick.QUERY);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Gives the rows of all databases to the consumer, in the order of their IDs; an object is used again for a later
     * row.
     *
     * @throws SQLException when a file is missing or of another layout, or has levels that the exchange never sends
     */
    static void read(List<Path> databases, Consumer<StoredTick> consumer) throws SQLException {
        List<StoredTicks> all = new ArrayList<>();
        PriorityQueue<StoredTicks> next = new PriorityQueue<>(Comparator.comparingLong(ticks -> ticks.row.id));
        try {
            for (Path database : databases) {
                StoredTicks ticks = new StoredTicks(database);
                all.add(ticks);
                if (ticks.next()) {
                    next.add(ticks);
                }
            }
            while (!next.isEmpty()) {
                StoredTicks first = next.remove();
                consumer.accept(first.row);
                if (first.next()) {
                    next.add(first);
                }
            }
        } finally {
            for (StoredTicks ticks : all) {
                ticks.close();
            }
        }
    }

    private boolean next() throws SQLException {
        if (!rows.next()) {
            return false;
        }
        row.read(rows);
        return true;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
