package dev.liquidity.receiver.store;

import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of {@code ticks} that hold a tick's book: {@code bid_price_0, bid_quantity_0, bid_orders_0, …
 * ask_orders_4}, and the view {@code tick_depths} that shows them as one row a level.
 */
final class BookColumns {
    /** Levels a side. */
    static final int LEVELS = 5;

    /** The columns, best bid first, best ask after the last bid. */
    static final List<String> NAMES = names();

    /** True of a row of {@code tick_depths} for which there are no columns. */
    static final String IS_BEYOND = "NOT (side IN ('buy', 'sell') AND level BETWEEN 0 AND " + (LEVELS - 1) + ")";

    private static final String PRICE = "price";
    private static final String QUANTITY = "quantity";
    private static final String ORDERS = "orders";

    private BookColumns() {}

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Side side : Side.ALL) {
            for (int level = 0; level < LEVELS; level++) {
                for (String value : List.of(PRICE, QUANTITY, ORDERS)) {
                    names.add(name(side, value, level));
                }
            }
        }
        return List.copyOf(names);
    }

    private static String name(Side side, String value, int level) {
        return (side == Side.BUY ? "bid_" : "ask_") + value + "_" + level;
    }

    /** The columns' part of the table's definition. */
    static String definitions() {
        StringBuilder sql = new StringBuilder();
        for (String name : NAMES) {
            sql.append(sql.isEmpty() ? "" : ",\n  ").append(name).append(name.contains(PRICE) ? " REAL" : " INTEGER");
        }
        return sql.toString();
    }

    /** The rows of {@code book_levels}. */
    static String levels() {
        StringBuilder sql = new StringBuilder();
        for (Side side : Side.ALL) {
            for (int level = 0; level < LEVELS; level++) {
                sql.append(sql.isEmpty() ? "" : ", ")
                        .append("('%s', %d, %d)".formatted(side.label(), level, position(side, level)));
            }
        }
        return sql.toString();
    }

    /**
     * The view. SQLite flattens a join with one CASE for each value into the query that asks for it; it does not
     * flatten a UNION ALL of the levels, which is 200 times slower in a join.
     */
    static String view() {
        return """
                CREATE VIEW tick_depths AS
                SELECT t.id AS tick_id, l.side AS side, l.level AS level,
                  %1$s AS price,
                  %2$s AS quantity,
                  %3$s AS orders
                FROM ticks t JOIN book_levels l
                WHERE %2$s IS NOT NULL
                   OR %1$s IS NOT NULL
                   OR %3$s IS NOT NULL""".formatted(choice(PRICE), choice(QUANTITY), choice(ORDERS));
    }

    private static String choice(String value) {
        StringBuilder sql = new StringBuilder("CASE l.position");
        for (Side side : Side.ALL) {
            for (int level = 0; level < LEVELS; level++) {
                sql.append(" WHEN %d THEN t.%s".formatted(position(side, level), name(side, value, level)));
            }
        }
        return sql.append(" END").toString();
    }

    private static int position(Side side, int level) {
        return side.ordinal() * LEVELS + level;
    }

    /** Binds a book, or NULL for each level that it lacks, to the columns from one on. */
    static void bind(PreparedStatement row, int from, Depth depth, int priceDecimals) throws SQLException {
        int at = from;
        for (Side side : Side.ALL) {
            int present = depth == null ? 0 : Math.min(LEVELS, depth.levels(side));
            for (int level = 0; level < LEVELS; level++) {
                boolean isPresent = level < present;
                Columns.price(row, at++, isPresent ? depth.price(side, level) : Tick.ABSENT, priceDecimals);
                Columns.number(row, at++, isPresent ? depth.quantity(side, level) : Tick.ABSENT);
                Columns.number(row, at++, isPresent ? depth.orders(side, level) : Tick.ABSENT);
            }
        }
    }

    /** The columns' values out of {@link #joins}. */
    static String joined() {
        StringBuilder sql = new StringBuilder();
        for (int position = 0; position < 2 * LEVELS; position++) {
            for (String value : List.of(PRICE, QUANTITY, ORDERS)) {
                sql.append(sql.isEmpty() ? "" : ", ").append("b%d.%s".formatted(position, value));
            }
        }
        return sql.toString();
    }

    /** Joins each level of a tick {@code t}, if it is there, from a table with the columns of {@code tick_depths}. */
    static String joins(String table) {
        StringBuilder sql = new StringBuilder();
        for (Side side : Side.ALL) {
            for (int level = 0; level < LEVELS; level++) {
                sql.append(
                        " LEFT JOIN %1$s b%2$d ON b%2$d.tick_id = t.id AND b%2$d.side = '%3$s' AND b%2$d.level = %4$d"
                                .formatted(table, position(side, level), side.label(), level));
            }
        }
        return sql.toString();
    }
}
