package dev.liquidity.bench.micro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Writes a full tick as {@code TickWriter} does, byte for byte, with jackson-core's generator at its fastest: names
 * encoded beforehand, one output buffer, prices as doubles, which print exactly while they have at most 15 digits. The
 * baseline that says what our own writer is worth. Not thread-safe.
 */
final class JacksonTickWriter {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final SerializableString[] DAY = names(
            "instrument_token",
            "last_price",
            "last_traded_quantity",
            "average_traded_price",
            "volume_traded",
            "total_buy_quantity",
            "total_sell_quantity");
    private static final SerializableString[] OHLC = names("ohlc", "open", "high", "low", "close");
    private static final SerializableString[] STATE =
            names("change", "last_trade_time", "oi", "oi_day_high", "oi_day_low", "exchange_timestamp");
    private static final SerializableString[] LEVEL = names("quantity", "price", "orders");
    private static final SerializableString[] REST =
            names("tradable", "mode", "depth", "tradingsymbol", "name", "received_at");
    private static final SerializableString[] SIDES = names("buy", "sell");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    private double unit;

    private static SerializableString[] names(String... names) {
        return List.of(names).stream().map(SerializedString::new).toArray(SerializableString[]::new);
    }

    byte[] write(Tick tick) throws IOException {
        out.reset();
        unit = Math.pow(10, tick.priceDecimals());
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeFieldName(REST[0]);
            json.writeBoolean(tick.tradable());
            json.writeFieldName(REST[1]);
            json.writeString(tick.mode().label());
            number(json, DAY[0], tick.instrumentToken());
            price(json, DAY[1], tick.lastPrice());
            number(json, DAY[2], tick.lastTradedQuantity());
            price(json, DAY[3], tick.averageTradedPrice());
            number(json, DAY[4], tick.volumeTraded());
            number(json, DAY[5], tick.totalBuyQuantity());
            number(json, DAY[6], tick.totalSellQuantity());
            json.writeFieldName(OHLC[0]);
            json.writeStartObject();
            price(json, OHLC[1], tick.open());
            price(json, OHLC[2], tick.high());
            price(json, OHLC[3], tick.low());
            price(json, OHLC[4], tick.close());
            json.writeEndObject();
            json.writeFieldName(STATE[0]);
            json.writeNumber(tick.changePercent());
            time(json, STATE[1], tick.lastTradeTimeMicros());
            number(json, STATE[2], tick.oi());
            number(json, STATE[3], tick.oiDayHigh());
            number(json, STATE[4], tick.oiDayLow());
            time(json, STATE[5], tick.exchangeTimeMicros());
            depth(json, tick.depth());
            json.writeFieldName(REST[3]);
            json.writeString(tick.tradingsymbol());
            json.writeFieldName(REST[4]);
            json.writeString(tick.name());
            json.writeFieldName(REST[5]);
            json.writeString(Ist.formatMicros(tick.receivedAtMicros()));
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private void depth(JsonGenerator json, Depth depth) throws IOException {
        json.writeFieldName(REST[2]);
        json.writeStartObject();
        for (Side side : Side.values()) {
            json.writeFieldName(SIDES[side.ordinal()]);
            json.writeStartArray();
            for (int level = 0; level < depth.levels(side); level++) {
                json.writeStartObject();
                number(json, LEVEL[0], depth.quantity(side, level));
                price(json, LEVEL[1], depth.price(side, level));
                number(json, LEVEL[2], depth.orders(side, level));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, SerializableString name, long value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    private void price(JsonGenerator json, SerializableString name, long unscaled) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(unscaled / unit);
    }

    private static void time(JsonGenerator json, SerializableString name, long micros) throws IOException {
        json.writeFieldName(name);
        json.writeString(Ist.format(micros));
    }
}
