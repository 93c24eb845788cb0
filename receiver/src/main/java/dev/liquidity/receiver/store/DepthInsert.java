package dev.liquidity.receiver.store;

import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.receiver.batch.TickEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Inserts into {@code tick_depths}, all levels of several ticks in one statement. Sides and levels are part of its
 * text, so that only the IDs and three values a level are bound. Four books of ten levels in one statement cost a sixth
 * less than in four. Not thread-safe: used by the store-writer thread only.
 */
final class DepthInsert {
    /** Most levels in one statement. A book has 5 or 20 a side; a longer one takes several statements. */
    private static final int LEVELS_A_STATEMENT = 40;

    private static final int STATEMENTS = 16;

    /** Most books in one statement, when each has few levels. */
    private static final int BOOKS_A_STATEMENT = 4;

    /** All that a statement's text depends on: the number of books, and the range of levels of each. */
    private record Shape(int books, int from, int to, int buyLevels) {
        int parametersABook() {
            return 1 + 3 * (to - from);
        }
    }

    private final List<TickEntry> waiting = new ArrayList<>(BOOKS_A_STATEMENT);
    private final Connection connection;
    private final Map<Shape, PreparedStatement> inserts = new HashMap<>();
    private final PreparedStatement select;

    DepthInsert(Connection connection) throws SQLException {
        this.connection = connection;
        // 'buy' sorts before 'sell', so the rows are in the order of the book.
        select = connection.prepareStatement(
                "SELECT side, level, price, quantity, orders FROM tick_depths WHERE tick_id = ? ORDER BY side, level");
    }

    /**
     * Inserts the levels of a tick that was just inserted, at once or with those of the next ticks, at {@link #flush}
     * at the latest.
     */
    void insert(TickEntry entry) throws SQLException {
        Depth depth = entry.tick().depth();
        if (!waiting.isEmpty() && !isSameShape(depth, waiting.get(0).tick().depth())) {
            flush();
        }
        if (levels(depth) > LEVELS_A_STATEMENT / BOOKS_A_STATEMENT) {
            insertAlone(entry);
            return;
        }
        waiting.add(entry);
        if (waiting.size() == BOOKS_A_STATEMENT) {
            insertWaiting();
        }
    }

    /** Inserts the waiting levels. Called before anything is read and before the transaction ends. */
    void flush() throws SQLException {
        for (TickEntry entry : waiting) {
            insertAlone(entry);
        }
        waiting.clear();
    }

    /** Drops the waiting levels after a rollback. */
    void forget() {
        waiting.clear();
    }

    private void insertWaiting() throws SQLException {
        Depth depth = waiting.get(0).tick().depth();
        if (levels(depth) > 0) {
            Shape shape = new Shape(waiting.size(), 0, levels(depth), depth.levels(Side.BUY));
            PreparedStatement insert = statement(shape);
            for (int book = 0; book < waiting.size(); book++) {
                bind(insert, 1 + book * shape.parametersABook(), waiting.get(book), shape);
            }
            insert.executeUpdate();
        }
        waiting.clear();
    }

    private void insertAlone(TickEntry entry) throws SQLException {
        Depth depth = entry.tick().depth();
        int levels = levels(depth);
        for (int from = 0; from < levels; from += LEVELS_A_STATEMENT) {
            Shape shape = new Shape(1, from, Math.min(levels, from + LEVELS_A_STATEMENT), depth.levels(Side.BUY));
            PreparedStatement insert = statement(shape);
            bind(insert, 1, entry, shape);
            insert.executeUpdate();
        }
    }

    private static void bind(PreparedStatement insert, int at, TickEntry entry, Shape shape) throws SQLException {
        insert.setLong(at, entry.id().pack());
        for (int level = shape.from; level < shape.to; level++) {
            bind(insert, at + 1 + 3 * (level - shape.from), entry.tick(), level);
        }
    }

    private static boolean isSameShape(Depth one, Depth other) {
        return levels(one) == levels(other) && one.levels(Side.BUY) == other.levels(Side.BUY);
    }

    /** Whether the levels stored under this tick's ID are the same. */
    boolean isStored(TickEntry entry) throws SQLException {
        Tick tick = entry.tick();
        Depth depth = tick.depth();
        int levels = levels(depth);
        select.setLong(1, entry.id().pack());
        try (ResultSet rows = select.executeQuery()) {
            int found = 0;
            while (rows.next()) {
                if (found >= levels || !isSame(rows, tick, found)) {
                    return false;
                }
                found++;
            }
            return found == levels;
        }
    }

    private static boolean isSame(ResultSet row, Tick tick, int index) throws SQLException {
        Side side = side(tick.depth(), index);
        int level = level(tick.depth(), index);
        long price = tick.depth().price(side, level);
        double stored = row.getDouble(3);
        boolean samePrice = row.wasNull()
                ? price == Tick.ABSENT
                : price != Tick.ABSENT && stored == Columns.real(price, tick.priceDecimals());
        return samePrice
                && row.getString(1).equals(side.label())
                && row.getInt(2) == level
                && number(row, 4) == tick.depth().quantity(side, level)
                && number(row, 5) == tick.depth().orders(side, level);
    }

    private static long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Tick.ABSENT : value;
    }

    private static void bind(PreparedStatement insert, int at, Tick tick, int index) throws SQLException {
        Depth depth = tick.depth();
        Side side = side(depth, index);
        int level = level(depth, index);
        Columns.price(insert, at, depth.price(side, level), tick.priceDecimals());
        Columns.number(insert, at + 1, depth.quantity(side, level));
        Columns.number(insert, at + 2, depth.orders(side, level));
    }

    private static int levels(Depth depth) {
        return depth == null ? 0 : depth.levels(Side.BUY) + depth.levels(Side.SELL);
    }

    private static Side side(Depth depth, int index) {
        return index < depth.levels(Side.BUY) ? Side.BUY : Side.SELL;
    }

    private static int level(Depth depth, int index) {
        int buyLevels = depth.levels(Side.BUY);
        return index < buyLevels ? index : index - buyLevels;
    }

    private PreparedStatement statement(Shape shape) throws SQLException {
        PreparedStatement statement = inserts.get(shape);
        if (statement == null) {
            if (inserts.size() >= STATEMENTS) {
                closeInserts();
            }
            statement = connection.prepareStatement(text(shape));
            inserts.put(shape, statement);
        }
        return statement;
    }

    private static String text(Shape shape) {
        StringBuilder sql = new StringBuilder(
                "INSERT OR FAIL INTO tick_depths (tick_id, side, level, price, quantity, orders) VALUES ");
        for (int book = 0; book < shape.books; book++) {
            int id = 1 + book * shape.parametersABook();
            for (int i = shape.from; i < shape.to; i++) {
                boolean buy = i < shape.buyLevels;
                int at = id + 1 + 3 * (i - shape.from);
                sql.append(id > 1 || i > shape.from ? ",(?" : "(?")
                        .append(id)
                        .append(",'")
                        .append(buy ? Side.BUY.label() : Side.SELL.label())
                        .append("',")
                        .append(buy ? i : i - shape.buyLevels)
                        .append(",?")
                        .append(at)
                        .append(",?")
                        .append(at + 1)
                        .append(",?")
                        .append(at + 2)
                        .append(')');
            }
        }
        return sql.toString();
    }

    private void closeInserts() throws SQLException {
        for (PreparedStatement statement : inserts.values()) {
            statement.close();
        }
        inserts.clear();
    }
}
