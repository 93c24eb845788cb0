package dev.liquidity.sandbox.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** Reads the receiver's SQLite file while it is being written. Not thread-safe. */
final class StoreReader implements AutoCloseable {
    private static final int BUSY_MILLIS = 5_000;

    private final Connection connection;
    private long counted;
    private long countedTo = Long.MIN_VALUE;

    StoreReader(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    }

    /** True once the receiver has made the file and its tables. */
    static boolean isThere(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (StoreReader reader = new StoreReader(file)) {
            return reader.number("SELECT count(*) FROM sqlite_master WHERE name = 'rejected_entries'") == 1;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Rows of ticks. */
    long ticks() throws SQLException {
        return number("SELECT count(*) FROM ticks");
    }

    /** The same, counting only what was added since the last call. Low by rows that were added out of order. */
    long ticksSoFar() throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT count(*), max(id) FROM ticks WHERE id > ?")) {
            query.setLong(1, countedTo);
            try (ResultSet row = query.executeQuery()) {
                if (row.getLong(1) > 0) {
                    counted += row.getLong(1);
                    countedTo = row.getLong(2);
                }
            }
        }
        return counted;
    }

    long symbols() throws SQLException {
        return number("SELECT count(DISTINCT tradingsymbol) FROM ticks");
    }

    /** Each hole as a line; empty for none. */
    List<String> holes() throws SQLException {
        String query = """
                SELECT CASE socket WHEN 0 THEN 'all sockets' ELSE 'socket ' || socket END
                  || ', ' || time(from_time) || ' to ' || time(to_time) || ': ' || reason
                FROM feed_gaps ORDER BY from_time""";
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            List<String> holes = new ArrayList<>();
            while (row.next()) {
                holes.add(row.getString(1));
            }
            return holes;
        }
    }

    /** The newest trade date for which there are instruments; null for none. */
    String tradeDate() throws SQLException {
        return text("SELECT max(trade_date) FROM instruments");
    }

    /** The nearest expiry of an underlying's options on a trade date; null for none. */
    String nearestExpiry(String tradeDate, String underlying) throws SQLException {
        return text(
                "SELECT min(expiry) FROM instruments WHERE trade_date = ? AND name = ? AND instrument_type = 'CE'",
                tradeDate,
                underlying);
    }

    /** Strikes around a price, the lowest first. */
    List<Double> strikes(String tradeDate, String underlying, String expiry, double price, int count)
            throws SQLException {
        String query = """
                SELECT DISTINCT strike FROM instruments
                WHERE trade_date = ? AND name = ? AND expiry = ? AND instrument_type = 'CE'
                ORDER BY abs(strike - ?) LIMIT ?""";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, tradeDate);
            statement.setString(2, underlying);
            statement.setString(3, expiry);
            statement.setDouble(4, price);
            statement.setInt(5, count);
            try (ResultSet row = statement.executeQuery()) {
                List<Double> strikes = new ArrayList<>();
                while (row.next()) {
                    strikes.add(row.getDouble(1));
                }
                return strikes.stream().sorted().toList();
            }
        }
    }

    /** @return the option's symbol; null if there is none */
    String option(String tradeDate, String underlying, String expiry, double strike, String type) throws SQLException {
        return text(
                "SELECT tradingsymbol FROM instruments WHERE trade_date = ? AND name = ? AND expiry = ?"
                        + " AND strike = ? AND instrument_type = ?",
                tradeDate,
                underlying,
                expiry,
                strike,
                type);
    }

    /**
     * A symbol's newest tick.
     *
     * @param time India's, {@code HH:MM:SS}
     * @param bid null without one, as {@code ask}
     */
    record Quote(String time, double price, long volume, Double bid, Double ask) {}

    /** @return null without a tick */
    Quote newest(String tradeDate, String symbol) throws SQLException {
        String query = """
                SELECT time(exchange_timestamp), last_price, volume_traded,
                  (SELECT price FROM tick_depths d WHERE d.tick_id = t.id AND d.side = 'buy' AND d.level = 0),
                  (SELECT price FROM tick_depths d WHERE d.tick_id = t.id AND d.side = 'sell' AND d.level = 0)
                FROM ticks t WHERE tradingsymbol = ? AND trade_date = ? ORDER BY id DESC LIMIT 1""";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, symbol);
            statement.setString(2, tradeDate);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Quote(row.getString(1), row.getDouble(2), row.getLong(3), price(row, 4), price(row, 5))
                        : null;
            }
        }
    }

    private static Double price(ResultSet row, int column) throws SQLException {
        double price = row.getDouble(column);
        return row.wasNull() ? null : price;
    }

    private long number(String query) throws SQLException {
        return Long.parseLong(text(query));
    }

    private String text(String query, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
