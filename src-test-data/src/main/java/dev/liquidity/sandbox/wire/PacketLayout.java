package dev.liquidity.sandbox.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * The sandbox's own table of the ticker's packets: every field's name, offset, width and unit. All numbers are
 * big-endian.
 *
 * <p>Source: Kite Connect's WebSocket documentation ("Quote packet structure", "Index packet structure", "Market depth
 * structure"). It is written down here a second time on purpose: the program under test has its own table, and the two
 * are witnesses of each other.
 */
public final class PacketLayout {
    /** Length of a packet with the price alone. */
    public static final int LTP_LENGTH = 8;

    /** Length of an index packet in quote mode. */
    public static final int INDEX_QUOTE_LENGTH = 28;

    /** Length of an index packet in full mode. */
    public static final int INDEX_FULL_LENGTH = 32;

    /** Length of a tradable's packet in quote mode. */
    public static final int QUOTE_LENGTH = 44;

    /** Length of a tradable's packet in full mode with five levels a side. */
    public static final int FULL_LENGTH = 184;

    public static final int TOKEN = 0;
    public static final int LAST_PRICE = 4;

    public static final int INDEX_HIGH = 8;
    public static final int INDEX_LOW = 12;
    public static final int INDEX_OPEN = 16;
    public static final int INDEX_CLOSE = 20;
    /** Last price less close, signed: the only signed number on the wire. */
    public static final int INDEX_CHANGE = 24;

    public static final int INDEX_EXCHANGE_TIME = 28;

    public static final int LAST_QUANTITY = 8;
    public static final int AVERAGE_PRICE = 12;
    public static final int VOLUME = 16;
    public static final int TOTAL_BUY = 20;
    public static final int TOTAL_SELL = 24;
    public static final int OPEN = 28;
    public static final int HIGH = 32;
    public static final int LOW = 36;
    public static final int CLOSE = 40;
    public static final int LAST_TRADE_TIME = 44;
    public static final int OI = 48;
    public static final int OI_DAY_HIGH = 52;
    public static final int OI_DAY_LOW = 56;
    public static final int EXCHANGE_TIME = 60;
    public static final int DEPTH = 64;

    /** Bytes of a level: quantity, price (four each), orders (two), padding (two). */
    public static final int LEVEL_LENGTH = 12;

    public static final int LEVEL_QUANTITY = 0;
    public static final int LEVEL_PRICE = 4;
    public static final int LEVEL_ORDERS = 8;

    /** Levels a side of the usual full packet. */
    public static final int LEVELS = 5;

    /** What a field's number counts. */
    public enum Unit {
        TOKEN,
        /** Scaled by {@link #divisor(long)}. */
        PRICE,
        SIGNED_PRICE,
        QUANTITY,
        /** Seconds since the epoch, 0 for none. */
        TIME,
        ORDERS,
        PADDING
    }

    /** A field of a packet; {@code bytes} is 2 or 4. */
    public record Field(String name, int offset, int bytes, Unit unit) {}

    private static final List<Field> LTP = List.of(price("last_price", LAST_PRICE));
    private static final List<Field> INDEX_FULL = List.of(
            price("last_price", LAST_PRICE),
            price("high", INDEX_HIGH),
            price("low", INDEX_LOW),
            price("open", INDEX_OPEN),
            price("close", INDEX_CLOSE),
            new Field("change", INDEX_CHANGE, 4, Unit.SIGNED_PRICE),
            time("exchange_timestamp", INDEX_EXCHANGE_TIME));
    private static final List<Field> TRADABLE = List.of(
            price("last_price", LAST_PRICE),
            quantity("last_traded_quantity", LAST_QUANTITY),
            price("average_traded_price", AVERAGE_PRICE),
            quantity("volume_traded", VOLUME),
            quantity("total_buy_quantity", TOTAL_BUY),
            quantity("total_sell_quantity", TOTAL_SELL),
            price("open", OPEN),
            price("high", HIGH),
            price("low", LOW),
            price("close", CLOSE),
            time("last_trade_time", LAST_TRADE_TIME),
            quantity("oi", OI),
            quantity("oi_day_high", OI_DAY_HIGH),
            quantity("oi_day_low", OI_DAY_LOW),
            time("exchange_timestamp", EXCHANGE_TIME));

    private PacketLayout() {}

    /** Whether a token is of an index: its low byte is 9. */
    public static boolean isIndex(long token) {
        return (token & 0xff) == 9;
    }

    /** What a price of this token is divided by: the low byte 3 (CDS) 10,000,000; 6 (BCD) 10,000; any other 100. */
    public static long divisor(long token) {
        return switch ((int) (token & 0xff)) {
            case 3 -> 10_000_000L;
            case 6 -> 10_000L;
            default -> 100L;
        };
    }

    /** Levels a side of a tradable's packet of this length; zero for one without depth. */
    public static int levels(int length) {
        return length < DEPTH ? 0 : (length - DEPTH) / (2 * LEVEL_LENGTH);
    }

    /** The fields of a packet after its token, in the order of their offsets. */
    public static List<Field> fields(long token, int length) {
        if (length == LTP_LENGTH) {
            return LTP;
        }
        List<Field> fields = new ArrayList<>();
        for (Field field : isIndex(token) ? INDEX_FULL : TRADABLE) {
            if (field.offset() + field.bytes() <= length) {
                fields.add(field);
            }
        }
        int levels = isIndex(token) ? 0 : levels(length);
        for (int i = 0; i < 2 * levels; i++) {
            String level = i < levels ? "buy[" + i + "]" : "sell[" + (i - levels) + "]";
            int at = DEPTH + i * LEVEL_LENGTH;
            fields.add(quantity(level + ".quantity", at + LEVEL_QUANTITY));
            fields.add(price(level + ".price", at + LEVEL_PRICE));
            fields.add(new Field(level + ".orders", at + LEVEL_ORDERS, 2, Unit.ORDERS));
            fields.add(new Field(level + ".padding", at + LEVEL_ORDERS + 2, 2, Unit.PADDING));
        }
        return fields;
    }

    private static Field price(String name, int offset) {
        return new Field(name, offset, 4, Unit.PRICE);
    }

    private static Field quantity(String name, int offset) {
        return new Field(name, offset, 4, Unit.QUANTITY);
    }

    private static Field time(String name, int offset) {
        return new Field(name, offset, 4, Unit.TIME);
    }
}
