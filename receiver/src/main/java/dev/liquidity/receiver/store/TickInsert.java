package dev.liquidity.receiver.store;

import dev.liquidity.common.tick.Tick;
import dev.liquidity.receiver.batch.TickEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Stream;

/**
 * Inserts into {@code ticks}, one row a tick with its book; the row of an ID that is taken stays as it is. Not
 * thread-safe: used by the store-writer thread only.
 */
final class TickInsert {
    /** The columns beside the book. */
    static final List<String> TICK = List.of(
            "id",
            "instrument_token",
            "tradingsymbol",
            "exchange_timestamp",
            "last_trade_time",
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
            "change_pct",
            "oi",
            "oi_day_high",
            "oi_day_low",
            "tick_mode",
            "received_at",
            "trade_date");

    /** The columns in the order in which they are bound. */
    static final List<String> COLUMNS =
            Stream.concat(TICK.stream(), BookColumns.NAMES.stream()).toList();

    private final TimeText seconds = new TimeText(false);
    private final TimeText micros = new TimeText(true);
    private final PreparedStatement insert;
    private final PreparedStatement count;

    TickInsert(Connection connection) throws SQLException {
        insert = connection.prepareStatement("INSERT OR IGNORE INTO ticks (" + String.join(", ", COLUMNS) + ") VALUES ("
                + "?, ".repeat(COLUMNS.size() - 1) + "?)");
        // IS, as NULL = NULL is not true.
        count = connection.prepareStatement(
                "SELECT count(*) FROM ticks WHERE " + String.join(" IS ? AND ", COLUMNS) + " IS ?");
    }

    /**
     * Inserts a tick unless its ID is taken.
     *
     * @return whether it was inserted
     */
    boolean insert(TickEntry entry) throws SQLException {
        bind(insert, entry);
        return insert.executeUpdate() == 1;
    }

    /** Whether the tick stored under this ID has the same values and the same book. */
    boolean isStored(TickEntry entry) throws SQLException {
        bind(count, entry);
        try (var row = count.executeQuery()) {
            return row.getLong(1) == 1;
        }
    }

    void close() throws SQLException {
        insert.close();
        count.close();
    }

    private void bind(PreparedStatement row, TickEntry entry) throws SQLException {
        Tick tick = entry.tick();
        int decimals = tick.priceDecimals();
        row.setLong(1, entry.id().pack());
        row.setLong(2, tick.instrumentToken());
        row.setString(3, tick.tradingsymbol());
        row.setString(4, seconds.of(tick.exchangeTimeMicros()));
        row.setString(5, seconds.of(tick.lastTradeTimeMicros()));
        Columns.price(row, 6, tick.lastPrice(), decimals);
        Columns.number(row, 7, tick.lastTradedQuantity());
        Columns.price(row, 8, tick.averageTradedPrice(), decimals);
        Columns.number(row, 9, tick.volumeTraded());
        Columns.number(row, 10, tick.totalBuyQuantity());
        Columns.number(row, 11, tick.totalSellQuantity());
        Columns.price(row, 12, tick.open(), decimals);
        Columns.price(row, 13, tick.high(), decimals);
        Columns.price(row, 14, tick.low(), decimals);
        Columns.price(row, 15, tick.close(), decimals);
        if (Double.isNaN(tick.changePercent())) {
            row.setNull(16, Types.REAL);
        } else {
            row.setDouble(16, tick.changePercent());
        }
        Columns.number(row, 17, tick.oi());
        Columns.number(row, 18, tick.oiDayHigh());
        Columns.number(row, 19, tick.oiDayLow());
        row.setString(20, tick.mode() == null ? null : tick.mode().label());
        row.setString(21, micros.of(entry.receivedAtMicros()));
        row.setString(22, entry.tradeDate());
        BookColumns.bind(row, TICK.size() + 1, tick.depth(), decimals);
    }
}
