package dev.liquidity.receiver.store;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.receiver.batch.TickEntry;
import dev.liquidity.receiver.liquidity.Observation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;

/** Reads back from {@code ticks} what the sums of a minute are made of. Not thread-safe. */
final class StoredTick implements AutoCloseable {
    /** Enough for any segment. */
    private static final int DECIMALS = 7;

    private static final double UNITS = 1e7;

    private static final String COLUMNS =
            "id, instrument_token, tradingsymbol, exchange_timestamp, received_at, last_price, volume_traded, oi, ";

    private static final int FIRST_OF_BOOK = 9;

    /** What is done with a tick. */
    interface Use {
        void of(TickEntry entry) throws SQLException;
    }

    private final PreparedStatement select;

    /** @param condition on the ID, which has one parameter, and the order */
    StoredTick(Connection connection, String condition) throws SQLException {
        select = connection.prepareStatement("SELECT " + COLUMNS + String.join(", ", BookColumns.NAMES)
                + " FROM ticks WHERE tradingsymbol = ? AND trade_date = ? AND " + condition);
    }

    /** The only tick, or null. */
    Observation one(String symbol, String tradeDate, long id) throws SQLException {
        Observation[] found = new Observation[1];
        forEach(symbol, tradeDate, id, entry -> found[0] = Observation.of(entry));
        return found[0];
    }

    void forEach(String symbol, String tradeDate, long id, Use use) throws SQLException {
        select.setString(1, symbol);
        select.setString(2, tradeDate);
        select.setLong(3, id);
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                use.of(read(row, tradeDate));
            }
        }
    }

    private static TickEntry read(ResultSet row, String tradeDate) throws SQLException {
        String exchange = row.getString(4);
        long exchangeMicros = micros(exchange);
        StreamId id = StreamId.unpack(row.getLong(1));
        Tick.Builder fields = new Tick.Builder();
        fields.priceDecimals = DECIMALS;
        fields.instrumentToken = row.getLong(2);
        fields.tradingsymbol = row.getString(3);
        fields.exchangeTimeMicros = exchangeMicros;
        fields.receivedAtMicros = micros(row.getString(5));
        fields.lastPrice = price(row, 6);
        fields.volumeTraded = number(row, 7);
        fields.oi = number(row, 8);
        fields.depth = book(row);
        Tick tick = fields.build();
        TickEntry entry = new TickEntry(id, tick, exchangeMicros, tradeDate);
        // The date is that of the time which counted.
        return exchange != null && exchange.startsWith(tradeDate)
                ? entry
                : new TickEntry(id, tick, entry.receivedAtMicros(), tradeDate);
    }

    private static Depth book(ResultSet row) throws SQLException {
        Depth.Builder book = new Depth.Builder(2 * BookColumns.LEVELS);
        int at = FIRST_OF_BOOK;
        for (Side side : Side.ALL) {
            for (int level = 0; level < BookColumns.LEVELS; level++) {
                book.add(side, price(row, at), number(row, at + 1), number(row, at + 2));
                at += 3;
            }
        }
        return book.build();
    }

    private static long micros(String text) {
        try {
            return text == null ? Tick.ABSENT : Ist.parseMicros(text);
        } catch (DateTimeException e) {
            // Another program's row.
            return Tick.ABSENT;
        }
    }

    private static long price(ResultSet row, int column) throws SQLException {
        double rupees = row.getDouble(column);
        return row.wasNull() ? Tick.ABSENT : Math.round(rupees * UNITS);
    }

    private static long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Tick.ABSENT : value;
    }

    @Override
    public void close() throws SQLException {
        select.close();
    }
}
