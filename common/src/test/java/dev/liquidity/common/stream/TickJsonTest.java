package dev.liquidity.common.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TickJsonTest {
    private static final long NSE_OPTION = 9_287_170;
    private static final long CDS_FUTURE = 1234 * 256 + 3;

    private final TickJson json = new TickJson();

    @Test
    void writesAFullTickWithThePythonClientsFieldNames() {
        Depth depth = new Depth.Builder(2)
                .add(Side.BUY, 16_390, 75, 1)
                .add(Side.SELL, 16_400, 450, 6)
                .build();
        Tick tick = new Tick.Builder()
                .tradable(true)
                .mode(Mode.FULL)
                .instrumentToken(NSE_OPTION)
                .lastPrice(16_395)
                .lastTradedQuantity(75)
                .averageTradedPrice(16_392)
                .volumeTraded(4_000_000_000L)
                .totalBuyQuantity(124)
                .totalSellQuantity(83)
                .open(16_375)
                .high(16_895)
                .low(15_895)
                .close(9_900)
                .changePercent(65.6061)
                .exchangeTimeMicros(Ist.parseMicros("2026-11-22T12:22:49"))
                .oi(1041)
                .oiDayHigh(5000)
                .oiDayLow(1000)
                .depth(depth)
                .tradingsymbol("NIFTY26DEC24700CE")
                .name("NIFTY")
                .receivedAtMicros(Ist.parseMicros("2026-11-22T12:22:49.000250"))
                .build();

        assertEquals(
                "{\"tradable\":true,\"mode\":\"full\",\"instrument_token\":9287170,\"last_price\":163.95,"
                        + "\"last_traded_quantity\":75,\"average_traded_price\":163.92,\"volume_traded\":4000000000,"
                        + "\"total_buy_quantity\":124,\"total_sell_quantity\":83,"
                        + "\"ohlc\":{\"open\":163.75,\"high\":168.95,\"low\":158.95,\"close\":99.0},\"change\":65.6061,"
                        + "\"last_trade_time\":null,\"oi\":1041,\"oi_day_high\":5000,\"oi_day_low\":1000,"
                        + "\"exchange_timestamp\":\"2026-11-22T12:22:49\",\"depth\":"
                        + "{\"buy\":[{\"quantity\":75,\"price\":163.9,\"orders\":1}],"
                        + "\"sell\":[{\"quantity\":450,\"price\":164.0,\"orders\":6}]},"
                        + "\"tradingsymbol\":\"NIFTY26DEC24700CE\",\"name\":\"NIFTY\","
                        + "\"received_at\":\"2026-11-22T12:22:49.000250\"}",
                text(json.write(tick)));
        json.encodeWithoutDepth(new StreamId(1763794369000L, 7), tick);
        String member = text(json.encoded().toBytes());
        assertTrue(member.startsWith("{\"id\":\"1763794369000-7\",\"tradable\":true"), member);
        assertFalse(member.contains("depth"), member);
        json.encodeDepth(new StreamId(5, 1), tick);
        assertEquals(
                "{\"id\":\"5-1\",\"timestamp\":\"2026-11-22T12:22:49\",\"buy\":[[163.9,75,1]],\"sell\":[[164.0,450,6]]}",
                text(json.encoded().toBytes()));
    }

    @Test
    void leavesOutWhatAModeDoesNotHave() {
        Tick tick = new Tick.Builder()
                .tradable(false)
                .mode(Mode.LTP)
                .instrumentToken(256_265)
                .lastPrice(2_245_000)
                .tradingsymbol("NIFTY 50")
                .build();

        assertEquals(
                "{\"tradable\":false,\"mode\":\"ltp\",\"instrument_token\":256265,\"last_price\":22450.0,"
                        + "\"tradingsymbol\":\"NIFTY 50\"}",
                text(json.write(tick)));
    }

    @Test
    void readsAnEntryOfThePythonOriginal() throws MalformedEntryException {
        Tick tick =
                read("{\"tradable\": true, \"mode\": \"full\", \"instrument_token\": 9287170, \"last_price\": 1.6395e2,"
                        + " \"ohlc\": {\"open\": 163.75, \"high\": 168.95, \"low\": null, \"close\": 99.0},"
                        + " \"change\": 65.6060606060606, \"last_trade_time\": \"2026-11-22 12:22:48\", \"oi\": 1041.0,"
                        + " \"exchange_timestamp\": \"2026-11-22T12:22:49\", \"new_field\": [1, {\"a\": 2}],"
                        + " \"depth\": {\"sell\": [{\"orders\": 6, \"price\": 164.0, \"quantity\": \"450\"}],"
                        + " \"buy\": [{\"quantity\": 75, \"price\": 163.9, \"orders\": 1}]},"
                        + " \"tradingsymbol\": \"NIFTY26DEC24700CE\", \"name\": \"NIFTY\"}");

        assertEquals(16_395, tick.lastPrice());
        assertEquals(2, tick.priceDecimals());
        assertEquals(Tick.ABSENT, tick.low());
        assertEquals(Tick.ABSENT, tick.volumeTraded());
        assertEquals(1041, tick.oi());
        assertEquals(65.6060606060606, tick.changePercent());
        assertEquals(Ist.parseMicros("2026-11-22T12:22:48"), tick.lastTradeTimeMicros());
        assertEquals(450, tick.depth().quantity(Side.SELL, 0));
        assertEquals(16_390, tick.depth().price(Side.BUY, 0));
        assertEquals(Tick.ABSENT, tick.receivedAtMicros());
    }

    @Test
    void readsPricesExactlyWhereverTheTokenStandsAndHoweverManyDigitsTheyHave() throws MalformedEntryException {
        Tick currency = read("{\"last_price\": 83.1234567, \"tradingsymbol\": \"USDINR\", \"instrument_token\": "
                + CDS_FUTURE + "}");
        assertEquals(831_234_567, currency.lastPrice());
        assertEquals(7, currency.priceDecimals());

        Tick noisy = read("{\"instrument_token\": 408065, \"last_price\": 163.95, \"average_traded_price\":"
                + " 163.95000000000002, \"tradingsymbol\": \"INFY\"}");
        assertEquals(14, noisy.priceDecimals());
        assertEquals(16_395_000_000_000_002L, noisy.averageTradedPrice());
        assertEquals(16_395_000_000_000_000L, noisy.lastPrice());
    }

    @Test
    void takesTheEpochAndEmptyTimesForNone() throws MalformedEntryException {
        Tick tick = read("{\"instrument_token\": 408065, \"tradingsymbol\": \"INFY\", \"last_price\": NaN,"
                + " \"exchange_timestamp\": \"1970-01-01T05:30:00\", \"last_trade_time\": \"\"}");

        assertEquals(Tick.ABSENT, tick.exchangeTimeMicros());
        assertEquals(Tick.ABSENT, tick.lastTradeTimeMicros());
        assertEquals(Tick.ABSENT, tick.lastPrice());
        assertNull(tick.mode());
        assertNull(tick.depth());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '' | not a JSON object
                    [] | not a JSON object
                    nothing | not JSON, at the entry
                    {"instrument_token": 408065, | not JSON, at instrument_token
                    {"tradingsymbol": "INFY"} | no instrument_token
                    {"instrument_token": 408065} | no tradingsymbol
                    {"instrument_token": 408065, "tradingsymbol": " "} | no tradingsymbol
                    {"instrument_token": 408065.5, "tradingsymbol": "INFY"} | instrument_token is no whole number within 64 bits
                    {"instrument_token": 4294967296, "tradingsymbol": "INFY"} | instrument_token is out of range
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "last_price": "dear"} | last_price is no number
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "last_price": Infinity} | last_price is no number
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "last_price": 1e300} | last_price has more digits than fit
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "oi": true} | oi is no number
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "mode": "all"} | mode is not ltp, quote or full
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "exchange_timestamp": "2026-13-01T00:00:00"} | exchange_timestamp is no time
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "depth": {"buy": [5]}} | buy is not a list of levels
                    {"instrument_token": 408065, "tradingsymbol": "INFY"} {} | more than one JSON value
                    """)
    void saysWhatIsWrongWithAnEntry(String entry, String message) {
        assertEquals(
                message,
                assertThrows(MalformedEntryException.class, () -> read(entry)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void losesNoDigit(long seed) throws MalformedEntryException {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Tick tick = RandomTicks.next(random);
            assertEquals(tick, json.read(json.write(tick)), () -> "seed " + seed);
        }
    }

    private Tick read(String entry) throws MalformedEntryException {
        return json.read(entry.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
