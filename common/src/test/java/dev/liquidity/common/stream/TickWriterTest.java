package dev.liquidity.common.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TickWriterTest {
    private static final long NSE_OPTION = 9_287_170;

    private final TickWriter json = new TickWriter();

    @Test
    void writesAFullTickWithThePythonClientsFieldNames() {
        Depth depth = new Depth.Builder(2)
                .add(Side.BUY, 16_390, 75, 1)
                .add(Side.SELL, 16_400, 450, 6)
                .build();
        Tick.Builder fields = new Tick.Builder();
        fields.tradable = true;
        fields.mode = Mode.FULL;
        fields.instrumentToken = NSE_OPTION;
        fields.lastPrice = 16_395;
        fields.lastTradedQuantity = 75;
        fields.averageTradedPrice = 16_392;
        fields.volumeTraded = 4_000_000_000L;
        fields.totalBuyQuantity = 124;
        fields.totalSellQuantity = 83;
        fields.open = 16_375;
        fields.high = 16_895;
        fields.low = 15_895;
        fields.close = 9_900;
        fields.changePercent = 65.6061;
        fields.exchangeTimeMicros = Ist.parseMicros("2026-11-22T12:22:49");
        fields.oi = 1041;
        fields.oiDayHigh = 5000;
        fields.oiDayLow = 1000;
        fields.depth = depth;
        fields.tradingsymbol = "NIFTY26DEC24700CE";
        fields.name = "NIFTY";
        fields.receivedAtMicros = Ist.parseMicros("2026-11-22T12:22:49.000250");
        Tick tick = fields.build();

        assertEquals(
                "{\"tradable\":true,\"mode\":\"full\",\"instrument_token\":9287170,\"last_price\":163.95,"
                        + "\"last_traded_quantity\":75,\"average_traded_price\":163.92,\"volume_traded\":4000000000,"
                        + "\"total_buy_quantity\":124,\"total_sell_quantity\":83,"
                        + "\"ohlc\":{\"open\":163.75,\"high\":168.95,\"low\":158.95,\"close\":99.0},\"change\":65.6061,"
                        + "\"oi\":1041,\"oi_day_high\":5000,\"oi_day_low\":1000,"
                        + "\"exchange_timestamp\":\"2026-11-22T12:22:49\",\"depth\":"
                        + "{\"buy\":[{\"quantity\":75,\"price\":163.9,\"orders\":1}],"
                        + "\"sell\":[{\"quantity\":450,\"price\":164.0,\"orders\":6}]},"
                        + "\"tradingsymbol\":\"NIFTY26DEC24700CE\",\"name\":\"NIFTY\","
                        + "\"received_at\":\"2026-11-22T12:22:49.000250\"}",
                text(json.write(tick)));
        json.encodeMember(new StreamId(1763794369000L, 7), tick);
        String member = text(json.encoded().toBytes());
        assertTrue(member.startsWith("{\"id\":\"1763794369000-7\",\"tradable\":true"), member);
        assertTrue(
                member.endsWith(
                        "\"exchange_timestamp\":\"2026-11-22T12:22:49\"," + "\"tradingsymbol\":\"NIFTY26DEC24700CE\"}"),
                member);
        assertFalse(member.contains("depth"), member);
        json.encodeDepth(new StreamId(5, 1), tick);
        assertEquals(
                "{\"id\":\"5-1\",\"timestamp\":\"2026-11-22T12:22:49\","
                        + "\"buy\":[[163.9,75,1]],\"sell\":[[164.0,450,6]]}",
                text(json.encoded().toBytes()));
    }

    @Test
    void omitsTheFieldsThatAModeDoesNotHave() {
        Tick.Builder fields = new Tick.Builder();
        fields.tradable = false;
        fields.mode = Mode.LTP;
        fields.instrumentToken = 256_265;
        fields.lastPrice = 2_245_000;
        fields.tradingsymbol = "NIFTY 50";
        Tick tick = fields.build();

        assertEquals(
                "{\"tradable\":false,\"mode\":\"ltp\",\"instrument_token\":256265,\"last_price\":22450.0,"
                        + "\"tradingsymbol\":\"NIFTY 50\"}",
                text(json.write(tick)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
