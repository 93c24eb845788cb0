package dev.liquidity.common.wire;

/**
 * The ticker's binary message, big-endian: {@code u16 packet count}, then for each packet {@code u16 length} and its
 * body. All numbers are unsigned but an index' change. Prices are integers, scaled by the token's segment.
 *
 * <p>Source: Kite Connect documentation, "WebSocket streaming", "Message structure" and "Quote packet structure"; the
 * lengths beyond 184 follow from the vendor's 20-level depth with the same level of 12 bytes.
 *
 * <pre>
 * length  kind          body (offset: field)
 *      8  ltp           0 token, 4 last price
 *     28  index quote   0 token, 4 last price, 8 high, 12 low, 16 open, 20 close, 24 change
 *     32  index full    … 28 exchange time
 *     44  quote         0 token, 4 last price, 8 last quantity, 12 average price, 16 volume,
 *                       20 total buy quantity, 24 total sell quantity, 28 open, 32 high, 36 low, 40 close
 *    184  full          … 44 last trade time, 48 oi, 52 oi day high, 56 oi day low, 60 exchange time,
 *                       64 bids, then as many offers; (length - 64) / 24 levels a side
 * </pre>
 */
public final class PacketLayout {
    /** Bytes of the packet count before the first packet, and of the length before each body. */
    public static final int COUNT_BYTES = 2;

    public static final int LENGTH_BYTES = 2;

    public static final int LTP_LENGTH = 8;
    public static final int INDEX_QUOTE_LENGTH = 28;
    public static final int INDEX_FULL_LENGTH = 32;
    public static final int QUOTE_LENGTH = 44;

    /** A full packet without a level. */
    public static final int FULL_BASE_LENGTH = 64;

    public static final int TOKEN = 0;
    public static final int LAST_PRICE = 4;

    public static final int INDEX_HIGH = 8;
    public static final int INDEX_LOW = 12;
    public static final int INDEX_OPEN = 16;
    public static final int INDEX_CLOSE = 20;
    public static final int INDEX_EXCHANGE_TIME = 28;

    public static final int LAST_QUANTITY = 8;
    public static final int AVERAGE_PRICE = 12;
    public static final int VOLUME = 16;
    public static final int TOTAL_BUY_QUANTITY = 20;
    public static final int TOTAL_SELL_QUANTITY = 24;
    public static final int OPEN = 28;
    public static final int HIGH = 32;
    public static final int LOW = 36;
    public static final int CLOSE = 40;

    /** Epoch seconds, 0 for none, as the exchange time. */
    public static final int LAST_TRADE_TIME = 44;

    public static final int OI = 48;
    public static final int OI_DAY_HIGH = 52;
    public static final int OI_DAY_LOW = 56;
    public static final int EXCHANGE_TIME = 60;
    public static final int DEPTH = 64;

    /** A level: u32 quantity, u32 price, u16 orders, two bytes of padding. */
    public static final int LEVEL_BYTES = 12;

    public static final int LEVEL_QUANTITY = 0;
    public static final int LEVEL_PRICE = 4;
    public static final int LEVEL_ORDERS = 8;

    private PacketLayout() {}

    /** Whether a full packet can have this length: the base and the same number of levels on both sides. */
    public static boolean isFullLength(int length) {
        return length >= FULL_BASE_LENGTH && (length - FULL_BASE_LENGTH) % (2 * LEVEL_BYTES) == 0;
    }
}
