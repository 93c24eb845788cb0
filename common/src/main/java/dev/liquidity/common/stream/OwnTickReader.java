package dev.liquidity.common.stream;

import static dev.liquidity.common.stream.JsonBuffer.ascii;

import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Segment;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;

/**
 * Reads a tick's JSON exactly as {@link TickWriter} writes it, field after field in that order, and nothing else. What
 * it saves over {@link ForeignTickReader} is measured by {@code TickBenchmark}, in the module {@code bench}. Not
 * thread-safe.
 */
final class OwnTickReader {
    private static final int USUAL_DECIMALS = 2;
    private static final int USUAL_LEVELS = 10;

    private static final byte[] TRADABLE = ascii("{\"tradable\":");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] MODE = next("mode");
    private static final byte[] INSTRUMENT_TOKEN = next("instrument_token");
    private static final byte[] LAST_PRICE = next("last_price");
    private static final byte[] LAST_TRADED_QUANTITY = next("last_traded_quantity");
    private static final byte[] AVERAGE_TRADED_PRICE = next("average_traded_price");
    private static final byte[] VOLUME_TRADED = next("volume_traded");
    private static final byte[] TOTAL_BUY_QUANTITY = next("total_buy_quantity");
    private static final byte[] TOTAL_SELL_QUANTITY = next("total_sell_quantity");
    private static final byte[] OHLC = ascii(",\"ohlc\":{\"open\":");
    private static final byte[] HIGH = next("high");
    private static final byte[] LOW = next("low");
    private static final byte[] CLOSE = next("close");
    private static final byte[] CHANGE = next("change");
    private static final byte[] LAST_TRADE_TIME = next("last_trade_time");
    private static final byte[] OI = next("oi");
    private static final byte[] OI_DAY_HIGH = next("oi_day_high");
    private static final byte[] OI_DAY_LOW = next("oi_day_low");
    private static final byte[] EXCHANGE_TIMESTAMP = next("exchange_timestamp");
    private static final byte[] DEPTH_BUY = ascii(",\"depth\":{\"buy\":[");
    private static final byte[] QUANTITY = ascii("{\"quantity\":");
    private static final byte[] PRICE = next("price");
    private static final byte[] ORDERS = next("orders");
    private static final byte[] SELL = ascii("],\"sell\":[");
    private static final byte[] END_DEPTH = ascii("]}");
    private static final byte[] TRADINGSYMBOL = next("tradingsymbol");
    private static final byte[] NAME = next("name");
    private static final byte[] RECEIVED_AT = next("received_at");
    private static final byte[] END = ascii("}");

    private final OwnJsonCursor json = new OwnJsonCursor();
    private final Tick.Builder tick = new Tick.Builder();
    private int decimals;

    private static byte[] next(String name) {
        return ascii(",\"" + name + "\":");
    }

    /** The tick in the first bytes of an array; null if it is written in any other way, or is no tick. */
    Tick read(byte[] bytes, int length) {
        json.start(bytes, length);
        tick.clear();
        readHead();
        readDay();
        readState();
        if (json.skip(DEPTH_BUY)) {
            readDepth();
        }
        boolean isNamed = readNames();
        json.expect(END);
        return isNamed && json.isAtEnd() ? tick.build() : null;
    }

    private void readHead() {
        json.expect(TRADABLE);
        boolean tradable = json.skip(TRUE);
        if (!tradable) {
            json.expect(FALSE);
        }
        tick.tradable = tradable;
        if (json.skip(MODE)) {
            Mode mode = Mode.ofLabel(String.valueOf(json.text()));
            if (mode == null) {
                json.fail();
            }
            tick.mode = mode;
        }
        json.expect(INSTRUMENT_TOKEN);
        long token = json.integer();
        if (token < 1 || token > 0xffff_ffffL) {
            json.fail();
        }
        tick.instrumentToken = token;
        decimals = Math.max(USUAL_DECIMALS, Segment.priceDecimals(token));
        tick.priceDecimals = decimals;
    }

    private void readDay() {
        if (json.skip(LAST_PRICE)) {
            tick.lastPrice = json.decimal(decimals);
        }
        if (json.skip(LAST_TRADED_QUANTITY)) {
            tick.lastTradedQuantity = json.integer();
        }
        if (json.skip(AVERAGE_TRADED_PRICE)) {
            tick.averageTradedPrice = json.decimal(decimals);
        }
        if (json.skip(VOLUME_TRADED)) {
            tick.volumeTraded = json.integer();
        }
        if (json.skip(TOTAL_BUY_QUANTITY)) {
            tick.totalBuyQuantity = json.integer();
        }
        if (json.skip(TOTAL_SELL_QUANTITY)) {
            tick.totalSellQuantity = json.integer();
        }
        if (json.skip(OHLC)) {
            tick.open = json.decimal(decimals);
            json.expect(HIGH);
            tick.high = json.decimal(decimals);
            json.expect(LOW);
            tick.low = json.decimal(decimals);
            json.expect(CLOSE);
            tick.close = json.decimal(decimals);
            json.expect(END);
        }
        if (json.skip(CHANGE)) {
            tick.changePercent = json.real();
        }
    }

    private void readState() {
        if (json.skip(LAST_TRADE_TIME)) {
            tick.lastTradeTimeMicros = json.time();
        }
        if (json.skip(OI)) {
            tick.oi = json.integer();
        }
        if (json.skip(OI_DAY_HIGH)) {
            tick.oiDayHigh = json.integer();
        }
        if (json.skip(OI_DAY_LOW)) {
            tick.oiDayLow = json.integer();
        }
        if (json.skip(EXCHANGE_TIMESTAMP)) {
            tick.exchangeTimeMicros = json.time();
        }
    }

    private void readDepth() {
        Depth.Builder depth = new Depth.Builder(USUAL_LEVELS);
        readLevels(depth, Side.BUY);
        json.expect(SELL);
        readLevels(depth, Side.SELL);
        json.expect(END_DEPTH);
        tick.depth = depth.build();
    }

    private void readLevels(Depth.Builder depth, Side side) {
        boolean more = json.skip(QUANTITY);
        while (more) {
            long quantity = json.integer();
            json.expect(PRICE);
            long price = json.decimal(decimals);
            json.expect(ORDERS);
            depth.add(side, price, quantity, json.integer());
            json.expect(END);
            more = json.isPlain() && json.skip(',');
            if (more) {
                json.expect(QUANTITY);
            }
        }
    }

    /** Returns whether it has a tradingsymbol, without which it is no tick. */
    private boolean readNames() {
        json.expect(TRADINGSYMBOL);
        String symbol = json.text();
        tick.tradingsymbol = symbol;
        if (json.skip(NAME)) {
            tick.name = json.text();
        }
        if (json.skip(RECEIVED_AT)) {
            tick.receivedAtMicros = json.time();
        }
        return symbol != null && !symbol.isBlank();
    }
}
