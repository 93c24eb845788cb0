package dev.liquidity.sandbox.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.liquidity.sandbox.market.Feed;
import dev.liquidity.sandbox.wire.BigEndian;
import dev.liquidity.sandbox.wire.PacketLayout;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** A feed's last packet as the quote service's JSON. */
final class QuoteJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Kolkata"));

    private final JsonGenerator json;
    private final byte[] packet;
    private final long token;
    private final int scale;
    private final boolean index;

    QuoteJson(JsonGenerator json, Feed feed, long epochSeconds) {
        this.json = json;
        this.packet = feed.peek(epochSeconds);
        this.token = feed.listing().token();
        this.scale = (int) Math.round(Math.log10(PacketLayout.divisor(token)));
        this.index = feed.listing().isIndex();
    }

    /** The inside of {@code /quote/ltp}. */
    void ltp() throws IOException {
        json.writeNumberField("instrument_token", token);
        price("last_price", PacketLayout.LAST_PRICE);
    }

    /** The inside of {@code /quote/ohlc}. */
    void ohlc() throws IOException {
        ltp();
        json.writeObjectFieldStart("ohlc");
        price("open", index ? PacketLayout.INDEX_OPEN : PacketLayout.OPEN);
        price("high", index ? PacketLayout.INDEX_HIGH : PacketLayout.HIGH);
        price("low", index ? PacketLayout.INDEX_LOW : PacketLayout.LOW);
        price("close", index ? PacketLayout.INDEX_CLOSE : PacketLayout.CLOSE);
        json.writeEndObject();
    }

    /** The inside of {@code /quote}. */
    void full() throws IOException {
        ohlc();
        time("timestamp", index ? PacketLayout.INDEX_EXCHANGE_TIME : PacketLayout.EXCHANGE_TIME);
        json.writeNumberField("net_change", 0);
        if (index) {
            return;
        }
        time("last_trade_time", PacketLayout.LAST_TRADE_TIME);
        number("last_quantity", PacketLayout.LAST_QUANTITY);
        price("average_price", PacketLayout.AVERAGE_PRICE);
        number("volume", PacketLayout.VOLUME);
        number("buy_quantity", PacketLayout.TOTAL_BUY);
        number("sell_quantity", PacketLayout.TOTAL_SELL);
        number("oi", PacketLayout.OI);
        number("oi_day_high", PacketLayout.OI_DAY_HIGH);
        number("oi_day_low", PacketLayout.OI_DAY_LOW);
        json.writeNumberField("lower_circuit_limit", BigDecimal.ZERO);
        json.writeNumberField("upper_circuit_limit", BigDecimal.ZERO);
        json.writeObjectFieldStart("depth");
        levels("buy", 0);
        levels("sell", PacketLayout.LEVELS);
        json.writeEndObject();
    }

    private void levels(String side, int first) throws IOException {
        json.writeArrayFieldStart(side);
        for (int i = first; i < first + PacketLayout.LEVELS; i++) {
            int at = PacketLayout.DEPTH + i * PacketLayout.LEVEL_LENGTH;
            json.writeStartObject();
            price("price", at + PacketLayout.LEVEL_PRICE);
            number("quantity", at + PacketLayout.LEVEL_QUANTITY);
            json.writeNumberField("orders", BigEndian.getU16(packet, at + PacketLayout.LEVEL_ORDERS));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void price(String name, int offset) throws IOException {
        json.writeNumberField(name, BigDecimal.valueOf(BigEndian.getU32(packet, offset), scale));
    }

    private void number(String name, int offset) throws IOException {
        json.writeNumberField(name, BigEndian.getU32(packet, offset));
    }

    private void time(String name, int offset) throws IOException {
        json.writeStringField(name, TIME.format(Instant.ofEpochSecond(BigEndian.getU32(packet, offset))));
    }
}
