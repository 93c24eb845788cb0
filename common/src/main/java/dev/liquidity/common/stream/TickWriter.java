package dev.liquidity.common.stream;

import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;

/**
 * Writes a tick as JSON, with the field names of the Python client (pykiteconnect's ticker) and the original recorder;
 * a {@link TickReader} reads it. Not thread-safe.
 *
 * <p>A field that the mode does not have is left out; one that it has but the exchange left empty (a time of 0) is
 * {@code null}. Prices are exact decimals, times are India's local time without offset. {@link OwnTickReader} expects
 * these fields in this order.
 */
public final class TickWriter {
    private static final byte[] ID = JsonBuffer.name("id");
    private static final byte[] TIMESTAMP = JsonBuffer.name("timestamp");
    private static final byte[] TRADABLE = JsonBuffer.name("tradable");
    private static final byte[] MODE = JsonBuffer.name("mode");
    private static final byte[] INSTRUMENT_TOKEN = JsonBuffer.name("instrument_token");
    private static final byte[] LAST_PRICE = JsonBuffer.name("last_price");
    private static final byte[] LAST_TRADED_QUANTITY = JsonBuffer.name("last_traded_quantity");
    private static final byte[] AVERAGE_TRADED_PRICE = JsonBuffer.name("average_traded_price");
    private static final byte[] VOLUME_TRADED = JsonBuffer.name("volume_traded");
    private static final byte[] TOTAL_BUY_QUANTITY = JsonBuffer.name("total_buy_quantity");
    private static final byte[] TOTAL_SELL_QUANTITY = JsonBuffer.name("total_sell_quantity");
    private static final byte[] OHLC = JsonBuffer.name("ohlc");
    private static final byte[] OPEN = JsonBuffer.name("open");
    private static final byte[] HIGH = JsonBuffer.name("high");
    private static final byte[] LOW = JsonBuffer.name("low");
    private static final byte[] CLOSE = JsonBuffer.name("close");
    private static final byte[] CHANGE = JsonBuffer.name("change");
    private static final byte[] LAST_TRADE_TIME = JsonBuffer.name("last_trade_time");
    private static final byte[] OI = JsonBuffer.name("oi");
    private static final byte[] OI_DAY_HIGH = JsonBuffer.name("oi_day_high");
    private static final byte[] OI_DAY_LOW = JsonBuffer.name("oi_day_low");
    private static final byte[] EXCHANGE_TIMESTAMP = JsonBuffer.name("exchange_timestamp");
    private static final byte[] DEPTH = JsonBuffer.name("depth");
    private static final byte[] QUANTITY = JsonBuffer.name("quantity");
    private static final byte[] PRICE = JsonBuffer.name("price");
    private static final byte[] ORDERS = JsonBuffer.name("orders");
    private static final byte[] TRADINGSYMBOL = JsonBuffer.name("tradingsymbol");
    private static final byte[] NAME = JsonBuffer.name("name");
    private static final byte[] RECEIVED_AT = JsonBuffer.name("received_at");

    private static final byte[] BUY = JsonBuffer.name(Side.BUY.label());
    private static final byte[] SELL = JsonBuffer.name(Side.SELL.label());

    private final JsonBuffer json = new JsonBuffer(4096);
    private final IsoTimes times = new IsoTimes();

    /** The whole tick as the stream entry's {@code data}. */
    public byte[] write(Tick tick) {
        encode(tick);
        return json.toBytes();
    }

    /** Like {@link #write}, but keeps the JSON, which {@link CommandBuffer#bulk(TickWriter)} takes without a copy. */
    public void encode(Tick tick) {
        encode(null, tick, true);
    }

    /**
     * Encodes a member of {@link Keys#ticks}: the stream ID as the field {@code id}, and the tick without what stands
     * elsewhere: its depth in {@link Keys#depth}, its underlying's name in its symbol, its arrival in the ID.
     */
    public void encodeMember(StreamId id, Tick tick) {
        encode(id, tick, false);
    }

    /**
     * Encodes the order book alone, a member of {@link Keys#depth}:
     * {@code {"id":"…","timestamp":"…","buy":[[price,quantity,orders],…],"sell":[…]}}.
     *
     * @throws IllegalArgumentException if the tick has no depth
     */
    public void encodeDepth(StreamId id, Tick tick) {
        Depth depth = tick.depth();
        if (depth == null) {
            throw new IllegalArgumentException(tick + " has no depth");
        }
        json.clear().open('{').field(ID).id(id);
        time(TIMESTAMP, tick.exchangeTimeMicros());
        for (Side side : Side.ALL) {
            json.field(side == Side.BUY ? BUY : SELL).open('[');
            for (int level = 0; level < depth.levels(side); level++) {
                json.open('[');
                json.decimal(depth.price(side, level), tick.priceDecimals());
                json.number(depth.quantity(side, level));
                json.number(depth.orders(side, level));
                json.close(']');
            }
            json.close(']');
        }
        json.close('}');
    }

    /** The JSON encoded last. */
    JsonBuffer encoded() {
        return json;
    }

    private void encode(StreamId id, Tick tick, boolean isWhole) {
        int decimals = tick.priceDecimals();
        json.clear().open('{');
        if (id != null) {
            json.field(ID).id(id);
        }
        json.field(TRADABLE).truth(tick.tradable());
        if (tick.mode() != null) {
            json.field(MODE).text(tick.mode().label());
        }
        number(INSTRUMENT_TOKEN, tick.instrumentToken());
        price(LAST_PRICE, tick.lastPrice(), decimals);
        number(LAST_TRADED_QUANTITY, tick.lastTradedQuantity());
        price(AVERAGE_TRADED_PRICE, tick.averageTradedPrice(), decimals);
        number(VOLUME_TRADED, tick.volumeTraded());
        number(TOTAL_BUY_QUANTITY, tick.totalBuyQuantity());
        number(TOTAL_SELL_QUANTITY, tick.totalSellQuantity());
        ohlc(tick, decimals);
        change(tick.changePercent());
        time(LAST_TRADE_TIME, tick.lastTradeTimeMicros());
        number(OI, tick.oi());
        number(OI_DAY_HIGH, tick.oiDayHigh());
        number(OI_DAY_LOW, tick.oiDayLow());
        time(EXCHANGE_TIMESTAMP, tick.exchangeTimeMicros());
        if (isWhole && tick.depth() != null) {
            depth(tick.depth(), decimals);
        }
        json.field(TRADINGSYMBOL).text(tick.tradingsymbol());
        if (isWhole && tick.name() != null) {
            json.field(NAME).text(tick.name());
        }
        if (isWhole && tick.receivedAtMicros() != Tick.ABSENT) {
            json.field(RECEIVED_AT);
            times.write(json, tick.receivedAtMicros(), true);
        }
        json.close('}');
    }

    private void ohlc(Tick tick, int decimals) {
        if (tick.open() == Tick.ABSENT
                && tick.high() == Tick.ABSENT
                && tick.low() == Tick.ABSENT
                && tick.close() == Tick.ABSENT) {
            return;
        }
        json.field(OHLC).open('{');
        price(OPEN, tick.open(), decimals);
        price(HIGH, tick.high(), decimals);
        price(LOW, tick.low(), decimals);
        price(CLOSE, tick.close(), decimals);
        json.close('}');
    }

    private void depth(Depth depth, int decimals) {
        json.field(DEPTH).open('{');
        for (Side side : Side.ALL) {
            json.field(side == Side.BUY ? BUY : SELL).open('[');
            for (int level = 0; level < depth.levels(side); level++) {
                json.open('{');
                number(QUANTITY, depth.quantity(side, level));
                price(PRICE, depth.price(side, level), decimals);
                number(ORDERS, depth.orders(side, level));
                json.close('}');
            }
            json.close(']');
        }
        json.close('}');
    }

    private void change(double percent) {
        if (!Double.isNaN(percent)) {
            json.field(CHANGE).real(percent);
        }
    }

    /** An absent time is left out: the Python original's receiver drops a tick with a null. */
    private void time(byte[] field, long micros) {
        if (micros != Tick.ABSENT) {
            times.write(json.field(field), micros, false);
        }
    }

    private void number(byte[] field, long value) {
        if (value != Tick.ABSENT) {
            json.field(field).number(value);
        }
    }

    private void price(byte[] field, long unscaled, int decimals) {
        if (unscaled != Tick.ABSENT) {
            json.field(field).decimal(unscaled, decimals);
        }
    }
}
