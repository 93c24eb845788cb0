package dev.liquidity.receiver.store;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.receiver.batch.DayInstruments;
import dev.liquidity.receiver.batch.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Inserts into {@code rejected_entries}, {@code feed_gaps} and {@code instruments}: few rows, each of which may come
 * again. Not thread-safe: used by the store-writer thread only.
 */
final class SideInserts {
    private final PreparedStatement rejection;
    private final PreparedStatement gap;
    private final PreparedStatement instrument;

    SideInserts(Connection connection) throws SQLException {
        rejection = connection.prepareStatement(
                "INSERT OR IGNORE INTO rejected_entries (stream_id, reason, detail, payload) VALUES (?, ?, ?, ?)");
        gap = connection.prepareStatement("""
                INSERT INTO feed_gaps (socket, from_time, to_time, reason, instruments) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (from_time, socket, reason) DO UPDATE SET
                  to_time = max(to_time, excluded.to_time), instruments = max(instruments, excluded.instruments)""");
        instrument = connection.prepareStatement("""
                INSERT OR REPLACE INTO instruments (trade_date, instrument_token, exchange, tradingsymbol, name,
                  expiry, strike, tick_size, lot_size, instrument_type) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    }

    void insert(Rejection row) throws SQLException {
        rejection.setString(1, row.streamId());
        rejection.setString(2, row.reason().toString());
        rejection.setString(3, row.detail());
        String text = text(row.payload());
        if (text != null) {
            rejection.setString(4, text);
        } else {
            rejection.setBytes(4, row.payload());
        }
        rejection.executeUpdate();
    }

    void insert(FeedGap row) throws SQLException {
        gap.setInt(1, row.socket());
        gap.setString(2, Ist.formatMicros(EpochMicros.of(row.from())));
        gap.setString(3, Ist.formatMicros(EpochMicros.of(row.to())));
        gap.setString(4, row.reason());
        gap.setInt(5, row.instruments());
        gap.executeUpdate();
    }

    void insert(DayInstruments day) throws SQLException {
        for (Instrument row : day.instruments()) {
            instrument.setString(1, day.tradeDate());
            instrument.setLong(2, row.token());
            instrument.setString(3, row.exchange());
            instrument.setString(4, row.tradingsymbol());
            instrument.setString(5, row.name());
            instrument.setString(6, row.expiry() == null ? null : row.expiry().toString());
            instrument.setDouble(7, row.strike().doubleValue());
            instrument.setDouble(8, row.tickSize().doubleValue());
            instrument.setInt(9, row.lotSize());
            instrument.setString(10, row.instrumentType());
            instrument.executeUpdate();
        }
    }

    void close() throws SQLException {
        rejection.close();
        gap.close();
        instrument.close();
    }

    /** The payload as text; null if it is not UTF-8, or has a NUL, at which SQLite would cut it. */
    private static String text(byte[] payload) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
