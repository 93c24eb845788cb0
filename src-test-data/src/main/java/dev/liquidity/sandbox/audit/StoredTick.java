package dev.liquidity.sandbox.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of {@code ticks} with its book, as they are in the file. One object is filled again and again.
 */
final class StoredTick {
    /**
     * The columns of prices, quantities and times that are compared with the packet, under the packet's own field
     * names.
     */
    static final List<String> NUMBERS = List.of(
            "last_price",
            "last_traded_quantity",
            "average_traded_price",
            "volume_traded",
            "total_buy_quantity",
            "total_sell_quantity",
            "open",
            "high",
            "low",
            "close",
            "oi",
            "oi_day_high",
            "oi_day_low");

    private static final int FIRST_NUMBER = 10;
    private static final int LEVELS = 5;

    static final String QUERY =
            "SELECT id, instrument_token, tradingsymbol, tick_mode, exchange_timestamp, last_trade_time, change_pct,"
                    + " received_at, trade_date, " + String.join(", ", NUMBERS) + columns("bid") + columns("ask")
                    + " FROM ticks ORDER BY id";

    private static String columns(String side) {
        StringBuilder columns = new StringBuilder();
        for (int level = 0; level < LEVELS; level++) {
            columns.append(", %1$s_price_%2$d, %1$s_quantity_%2$d, %1$s_orders_%2$d".formatted(side, level));
        }
        return columns.toString();
    }

    /** A level of a side, as stored. */
    record Level(String side, int level, double price, long quantity, long orders) {}

    long id;
    long token;
    String tradingsymbol;
    String mode;
    String exchangeTime;
    String lastTradeTime;
    Double changePct;
    String receivedAt;
    String tradeDate;
    final double[] numbers = new double[NUMBERS.size()];
    final boolean[] absent = new boolean[NUMBERS.size()];
    final List<Level> levels = new ArrayList<>();

    /** Fills it from a row of {@link #QUERY}. */
    void read(ResultSet row) throws SQLException {
        id = row.getLong(1);
        token = row.getLong(2);
        tradingsymbol = row.getString(3);
        mode = row.getString(4);
        exchangeTime = row.getString(5);
        lastTradeTime = row.getString(6);
        double change = row.getDouble(7);
        changePct = row.wasNull() ? null : change;
        receivedAt = row.getString(8);
        tradeDate = row.getString(9);
        for (int i = 0; i < numbers.length; i++) {
            // Every stored number is a double or an integer below 2^53, so a double holds it exactly.
            numbers[i] = row.getDouble(FIRST_NUMBER + i);
            absent[i] = row.wasNull();
        }
        levels.clear();
        int column = FIRST_NUMBER + NUMBERS.size();
        for (String side : List.of("buy", "sell")) {
            for (int level = 0; level < LEVELS; level++) {
                readLevel(row, side, level, column);
                column += 3;
            }
        }
    }

    /** A level without one of its values is a missing one: the exchange always sends all three. */
    private void readLevel(ResultSet row, String side, int level, int column) throws SQLException {
        double price = row.getDouble(column);
        boolean isMissing = row.wasNull();
        long quantity = row.getLong(column + 1);
        isMissing |= row.wasNull();
        long orders = row.getLong(column + 2);
        isMissing |= row.wasNull();
        if (!isMissing) {
            levels.add(new Level(side, level, price, quantity, orders));
        }
    }

    /** The place of a column in {@link #numbers}, or -1. */
    static int column(String name) {
        return NUMBERS.indexOf(name);
    }
}
