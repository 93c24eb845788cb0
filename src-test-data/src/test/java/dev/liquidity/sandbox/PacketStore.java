package dev.liquidity.sandbox;

import dev.liquidity.sandbox.market.Dump;
import dev.liquidity.sandbox.wire.PacketLayout;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Stores packets in the receiver's tables, by plain reading of the bytes: what a right recorder leaves behind. */
public final class PacketStore {
    private static final DateTimeFormatter IST =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneId.of("Asia/Kolkata"));

    private static final int COLUMNS = 52;

    private PacketStore() {}

    /** Writes them in their order, with IDs 1,000,000 and up. */
    public static void write(Path database, Dump dump, List<byte[]> packets) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("""
                        CREATE TABLE ticks(id INTEGER PRIMARY KEY, instrument_token INTEGER, tradingsymbol TEXT,
                        exchange_timestamp TEXT, last_trade_time TEXT, last_price REAL, last_traded_quantity INTEGER,
                        average_traded_price REAL, volume_traded INTEGER, total_buy_quantity INTEGER,
                        total_sell_quantity INTEGER, open REAL, high REAL, low REAL, close REAL, change_pct REAL,
                        oi INTEGER, oi_day_high INTEGER, oi_day_low INTEGER, tick_mode TEXT, received_at TEXT,
                        trade_date TEXT, bid_price_0 REAL, bid_quantity_0 INTEGER, bid_orders_0 INTEGER,
                        bid_price_1 REAL, bid_quantity_1 INTEGER, bid_orders_1 INTEGER,
                        bid_price_2 REAL, bid_quantity_2 INTEGER, bid_orders_2 INTEGER,
                        bid_price_3 REAL, bid_quantity_3 INTEGER, bid_orders_3 INTEGER,
                        bid_price_4 REAL, bid_quantity_4 INTEGER, bid_orders_4 INTEGER,
                        ask_price_0 REAL, ask_quantity_0 INTEGER, ask_orders_0 INTEGER,
                        ask_price_1 REAL, ask_quantity_1 INTEGER, ask_orders_1 INTEGER,
                        ask_price_2 REAL, ask_quantity_2 INTEGER, ask_orders_2 INTEGER,
                        ask_price_3 REAL, ask_quantity_3 INTEGER, ask_orders_3 INTEGER,
                        ask_price_4 REAL, ask_quantity_4 INTEGER, ask_orders_4 INTEGER)""");
                statement.execute("CREATE TABLE tick_depths_beyond(tick_id INTEGER, side TEXT, level INTEGER,"
                        + " price REAL, quantity INTEGER, orders INTEGER)");
            }
            connection.setAutoCommit(false);
            try (PreparedStatement tick =
                    connection.prepareStatement("INSERT INTO ticks VALUES(?" + ",?".repeat(COLUMNS - 1) + ")")) {
                long id = 1_000_000;
                for (byte[] packet : packets) {
                    write(tick, dump, id++, ByteBuffer.wrap(packet));
                }
            }
            connection.commit();
        }
    }

    private static void write(PreparedStatement tick, Dump dump, long id, ByteBuffer packet) throws SQLException {
        long token = u32(packet, 0);
        boolean index = (token & 0xff) == 9;
        int length = packet.capacity();
        int scale = (int) Math.log10(PacketLayout.divisor(token));
        String now = IST.format(Instant.now());
        for (int i = 1; i <= COLUMNS; i++) {
            tick.setNull(i, Types.NULL);
        }
        tick.setLong(1, id);
        tick.setLong(2, token);
        tick.setString(3, dump.ofToken(token).tradingsymbol());
        tick.setDouble(6, price(packet, 4, scale));
        tick.setString(20, length == 8 ? "ltp" : length == 28 || length == 44 ? "quote" : "full");
        tick.setString(21, now + ".123456");
        tick.setString(22, now.substring(0, 10));
        if (length > 8) {
            int[] ohlc = index ? new int[] {16, 8, 12, 20} : new int[] {28, 32, 36, 40};
            for (int i = 0; i < 4; i++) {
                tick.setDouble(12 + i, price(packet, ohlc[i], scale));
            }
            BigDecimal last = BigDecimal.valueOf(u32(packet, 4));
            BigDecimal close = BigDecimal.valueOf(u32(packet, ohlc[3]));
            tick.setDouble(
                    16,
                    last.subtract(close)
                            .multiply(BigDecimal.valueOf(100))
                            .divide(close, 4, RoundingMode.HALF_EVEN)
                            .doubleValue());
        }
        if (length >= 44 && !index) {
            tick.setLong(7, u32(packet, 8));
            tick.setDouble(8, price(packet, 12, scale));
            tick.setLong(9, u32(packet, 16));
            tick.setLong(10, u32(packet, 20));
            tick.setLong(11, u32(packet, 24));
        }
        if (length == 32 || length == 184) {
            String time = IST.format(Instant.ofEpochSecond(u32(packet, length == 32 ? 28 : 60)));
            tick.setString(4, time);
            tick.setString(22, time.substring(0, 10));
        }
        if (length == 184) {
            tick.setString(5, IST.format(Instant.ofEpochSecond(u32(packet, 44))));
            tick.setLong(17, u32(packet, 48));
            tick.setLong(18, u32(packet, 52));
            tick.setLong(19, u32(packet, 56));
            for (int i = 0; i < 10; i++) {
                int at = 64 + 12 * i;
                tick.setDouble(23 + 3 * i, price(packet, at + 4, scale));
                tick.setLong(24 + 3 * i, u32(packet, at));
                tick.setInt(25 + 3 * i, packet.getShort(at + 8) & 0xffff);
            }
        }
        tick.executeUpdate();
    }

    private static long u32(ByteBuffer packet, int at) {
        return packet.getInt(at) & 0xffff_ffffL;
    }

    private static double price(ByteBuffer packet, int at, int scale) {
        return BigDecimal.valueOf(u32(packet, at), scale).doubleValue();
    }
}
