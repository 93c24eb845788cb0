package dev.liquidity.common.stream;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.io.IOException;

/**
 * The JSON of a tick, both ways, with the field names of the Python client (pykiteconnect's ticker) and the original recorder. An object
 * serves one thread.
 *
 * <p>A field that the mode does not have is left out; one that it has but the exchange left empty (a time of 0) is {@code null}. Prices are
 * exact decimals, times India's local time without offset.
 */
public final class TickJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(400)
                    .maxStringLength(1 << 16)
                    .build())
            .build();

    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString TIMESTAMP = new SerializedString("timestamp");
    private static final SerializedString TRADABLE = new SerializedString("tradable");
    private static final SerializedString MODE = new SerializedString("mode");
    private static final SerializedString INSTRUMENT_TOKEN = new SerializedString("instrument_token");
    private static final SerializedString LAST_PRICE = new SerializedString("last_price");
    private static final SerializedString LAST_TRADED_QUANTITY = new SerializedString("last_traded_quantity");
    private static final SerializedString AVERAGE_TRADED_PRICE = new SerializedString("average_traded_price");
    private static final SerializedString VOLUME_TRADED = new SerializedString("volume_traded");
    private static final SerializedString TOTAL_BUY_QUANTITY = new SerializedString("total_buy_quantity");
    private static final SerializedString TOTAL_SELL_QUANTITY = new SerializedString("total_sell_quantity");
    private static final SerializedString OHLC = new SerializedString("ohlc");
    private static final SerializedString OPEN = new SerializedString("open");
    private static final SerializedString HIGH = new SerializedString("high");
    private static final SerializedString LOW = new SerializedString("low");
    private static final SerializedString CLOSE = new SerializedString("close");
    private static final SerializedString CHANGE = new SerializedString("change");
    private static final SerializedString LAST_TRADE_TIME = new SerializedString("last_trade_time");
    private static final SerializedString OI = new SerializedString("oi");
    private static final SerializedString OI_DAY_HIGH = new SerializedString("oi_day_high");
    private static final SerializedString OI_DAY_LOW = new SerializedString("oi_day_low");
    private static final SerializedString EXCHANGE_TIMESTAMP = new SerializedString("exchange_timestamp");
    private static final SerializedString DEPTH = new SerializedString("depth");
    private static final SerializedString QUANTITY = new SerializedString("quantity");
    private static final SerializedString PRICE = new SerializedString("price");
    private static final SerializedString ORDERS = new SerializedString("orders");
    private static final SerializedString TRADINGSYMBOL = new SerializedString("tradingsymbol");
    private static final SerializedString NAME = new SerializedString("name");
    private static final SerializedString RECEIVED_AT = new SerializedString("received_at");

    private static final double CHANGE_UNIT = 1e4;

    private final char[] digits = new char[Decimal.MAX_CHARS];
    private final TickJsonReader reader = new TickJsonReader(JSON);

    /** The whole tick as the stream entry's {@code data}. */
    public byte[] write(Tick tick) {
        return write(null, tick, true);
    }

    /** The tick without its depth and with its stream ID as first field, {@code id}: a member of {@link Keys#ticks}. */
    public byte[] writeWithoutDepth(StreamId id, Tick tick) {
        return write(id, tick, false);
    }

    /**
     * The order book alone, compact: {@code {"id":"…","timestamp":"…","buy":[[price,quantity,orders],…],"sell":[…]}}, a member of
     * {@link Keys#depth}.
     *
     * @throws IllegalArgumentException for a tick without depth
     */
    public byte[] writeDepth(StreamId id, Tick tick) {
        Depth depth = tick.depth();
        if (depth == null) {
            throw new IllegalArgumentException(tick + " has no depth");
        }
        return bytes(json -> {
            json.writeStartObject();
            json.writeFieldName(ID);
            json.writeString(id.toString());
            time(json, TIMESTAMP, tick.exchangeTimeMicros(), true);
            for (Side side : Side.values()) {
                json.writeFieldName(side.label());
                json.writeStartArray();
                for (int level = 0; level < depth.levels(side); level++) {
                    json.writeStartArray();
                    decimal(json, depth.price(side, level), tick.priceDecimals());
                    integer(json, depth.quantity(side, level));
                    integer(json, depth.orders(side, level));
                    json.writeEndArray();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    /**
     * Reads an entry of this program or of the Python original: any order of fields, unknown ones passed over, null and missing alike,
     * numbers with exponents or in quotes.
     *
     * @throws MalformedEntryException for what is no tick: not JSON, no token or tradingsymbol, a number that is none or does not fit
     */
    public Tick read(byte[] json) throws MalformedEntryException {
        return reader.read(json);
    }

    private byte[] write(StreamId id, Tick tick, boolean withDepth) {
        return bytes(json -> {
            int decimals = tick.priceDecimals();
            json.writeStartObject();
            if (id != null) {
                json.writeFieldName(ID);
                json.writeString(id.toString());
            }
            json.writeFieldName(TRADABLE);
            json.writeBoolean(tick.tradable());
            if (tick.mode() != null) {
                json.writeFieldName(MODE);
                json.writeString(tick.mode().label());
            }
            number(json, INSTRUMENT_TOKEN, tick.instrumentToken());
            price(json, LAST_PRICE, tick.lastPrice(), decimals);
            number(json, LAST_TRADED_QUANTITY, tick.lastTradedQuantity());
            price(json, AVERAGE_TRADED_PRICE, tick.averageTradedPrice(), decimals);
            number(json, VOLUME_TRADED, tick.volumeTraded());
            number(json, TOTAL_BUY_QUANTITY, tick.totalBuyQuantity());
            number(json, TOTAL_SELL_QUANTITY, tick.totalSellQuantity());
            ohlc(json, tick, decimals);
            change(json, tick.changePercent());
            boolean full = tick.hasTimes();
            time(json, LAST_TRADE_TIME, tick.lastTradeTimeMicros(), full && tick.tradable());
            number(json, OI, tick.oi());
            number(json, OI_DAY_HIGH, tick.oiDayHigh());
            number(json, OI_DAY_LOW, tick.oiDayLow());
            time(json, EXCHANGE_TIMESTAMP, tick.exchangeTimeMicros(), full);
            if (withDepth && tick.depth() != null) {
                depth(json, tick.depth(), decimals);
            }
            json.writeFieldName(TRADINGSYMBOL);
            json.writeString(tick.tradingsymbol());
            if (tick.name() != null) {
                json.writeFieldName(NAME);
                json.writeString(tick.name());
            }
            if (tick.receivedAtMicros() != Tick.ABSENT) {
                json.writeFieldName(RECEIVED_AT);
                json.writeString(Ist.formatMicros(tick.receivedAtMicros()));
            }
            json.writeEndObject();
        });
    }

    private void ohlc(JsonGenerator json, Tick tick, int decimals) throws IOException {
        if (tick.open() == Tick.ABSENT
                && tick.high() == Tick.ABSENT
                && tick.low() == Tick.ABSENT
                && tick.close() == Tick.ABSENT) {
            return;
        }
        json.writeFieldName(OHLC);
        json.writeStartObject();
        price(json, OPEN, tick.open(), decimals);
        price(json, HIGH, tick.high(), decimals);
        price(json, LOW, tick.low(), decimals);
        price(json, CLOSE, tick.close(), decimals);
        json.writeEndObject();
    }

    private void depth(JsonGenerator json, Depth depth, int decimals) throws IOException {
        json.writeFieldName(DEPTH);
        json.writeStartObject();
        for (Side side : Side.values()) {
            json.writeFieldName(side.label());
            json.writeStartArray();
            for (int level = 0; level < depth.levels(side); level++) {
                json.writeStartObject();
                number(json, QUANTITY, depth.quantity(side, level));
                price(json, PRICE, depth.price(side, level), decimals);
                number(json, ORDERS, depth.orders(side, level));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void change(JsonGenerator json, double percent) throws IOException {
        if (Double.isNaN(percent)) {
            return;
        }
        json.writeFieldName(CHANGE);
        long scaled = Math.round(percent * CHANGE_UNIT);
        if (scaled / CHANGE_UNIT == percent && Math.abs(percent) < 1e9) {
            decimal(json, scaled, 4);
        } else {
            json.writeNumber(percent);
        }
    }

    private static void time(JsonGenerator json, SerializedString field, long micros, boolean orNull)
            throws IOException {
        if (micros != Tick.ABSENT) {
            json.writeFieldName(field);
            json.writeString(Ist.format(micros));
        } else if (orNull) {
            json.writeFieldName(field);
            json.writeNull();
        }
    }

    private static void number(JsonGenerator json, SerializedString field, long value) throws IOException {
        if (value != Tick.ABSENT) {
            json.writeFieldName(field);
            json.writeNumber(value);
        }
    }

    private void price(JsonGenerator json, SerializedString field, long unscaled, int decimals) throws IOException {
        if (unscaled != Tick.ABSENT) {
            json.writeFieldName(field);
            decimal(json, unscaled, decimals);
        }
    }

    private static void integer(JsonGenerator json, long value) throws IOException {
        if (value == Tick.ABSENT) {
            json.writeNull();
        } else {
            json.writeNumber(value);
        }
    }

    private void decimal(JsonGenerator json, long unscaled, int decimals) throws IOException {
        if (unscaled == Tick.ABSENT) {
            json.writeNull();
        } else {
            json.writeNumber(digits, 0, Decimal.write(unscaled, decimals, digits));
        }
    }

    private interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static byte[] bytes(Body body) {
        try (ByteArrayBuilder out = new ByteArrayBuilder(JSON._getBufferRecycler(), 1600)) {
            try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
                body.writeTo(json);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }
}
