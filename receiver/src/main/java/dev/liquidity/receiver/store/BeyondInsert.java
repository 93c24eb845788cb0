package dev.liquidity.receiver.store;

import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.receiver.batch.TickEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Inserts into {@code tick_depths_beyond}: the levels for which {@code ticks} has no columns, one row each. The feed
 * sends none today. Not thread-safe: used by the store-writer thread only.
 */
final class BeyondInsert {
    private static final String COLUMNS = "tick_id, side, level, price, quantity, orders";

    private final PreparedStatement insert;
    private final PreparedStatement same;
    private final PreparedStatement all;

    BeyondInsert(Connection connection) throws SQLException {
        insert = connection.prepareStatement(
                "INSERT INTO tick_depths_beyond (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?)");
        same = connection.prepareStatement(
                "SELECT count(*) FROM tick_depths_beyond WHERE " + COLUMNS.replace(", ", " IS ? AND ") + " IS ?");
        all = connection.prepareStatement("SELECT count(*) FROM tick_depths_beyond WHERE tick_id = ?");
    }

    /**
     * Inserts these levels of a tick that was just inserted.
     *
     * @return how many there were
     */
    int insert(TickEntry entry) throws SQLException {
        int levels = levels(entry);
        for (int i = 0; i < levels; i++) {
            bind(insert, entry, i);
            insert.executeUpdate();
        }
        return levels;
    }

    /** Whether the levels stored under this tick's ID are the same. */
    boolean isStored(TickEntry entry) throws SQLException {
        int levels = levels(entry);
        for (int i = 0; i < levels; i++) {
            bind(same, entry, i);
            if (count(same) != 1) {
                return false;
            }
        }
        all.setLong(1, entry.id().pack());
        return count(all) == levels;
    }

    void close() throws SQLException {
        insert.close();
        same.close();
        all.close();
    }

    private static int levels(TickEntry entry) {
        Depth depth = entry.tick().depth();
        return depth == null ? 0 : beyond(depth, Side.BUY) + beyond(depth, Side.SELL);
    }

    private static int beyond(Depth depth, Side side) {
        return Math.max(0, depth.levels(side) - BookColumns.LEVELS);
    }

    private static void bind(PreparedStatement row, TickEntry entry, int index) throws SQLException {
        Depth depth = entry.tick().depth();
        int buys = beyond(depth, Side.BUY);
        Side side = index < buys ? Side.BUY : Side.SELL;
        int level = BookColumns.LEVELS + (index < buys ? index : index - buys);
        row.setLong(1, entry.id().pack());
        row.setString(2, side.label());
        row.setInt(3, level);
        Columns.price(row, 4, depth.price(side, level), entry.tick().priceDecimals());
        Columns.number(row, 5, depth.quantity(side, level));
        Columns.number(row, 6, depth.orders(side, level));
    }

    private static long count(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.getLong(1);
        }
    }
}
