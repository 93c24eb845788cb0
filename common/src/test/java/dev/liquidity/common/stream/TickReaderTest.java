package dev.liquidity.common.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TickReaderTest {
    private static final long CDS_FUTURE = 1234 * 256 + 3;

    private final TickWriter writer = new TickWriter();
    private final TickReader reader = new TickReader();

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
    void readsPricesExactlyAfterOrBeforeTheTokenAndWithManyDigits() throws MalformedEntryException {
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
    void treatsTheEpochAndEmptyTimesAsAbsent() throws MalformedEntryException {
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
                    {"instrument_token": 408065.5, "tradingsymbol": "INFY"} \
                    | instrument_token is not a whole number within 64 bits
                    {"instrument_token": 4294967296, "tradingsymbol": "INFY"} | instrument_token is out of range
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "last_price": "dear"} \
                    | last_price is not a number
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "last_price": Infinity} \
                    | last_price is not a number
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "last_price": 1e300} \
                    | last_price has more digits than fit
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "oi": true} | oi is not a number
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "mode": "all"} \
                    | mode is not ltp, quote or full
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "exchange_timestamp": "2026-13-01T00:00:00"} \
                    | exchange_timestamp is not a time
                    {"instrument_token": 408065, "tradingsymbol": "INFY", "depth": {"buy": [5]}} \
                    | buy is not a list of levels
                    {"instrument_token": 408065, "tradingsymbol": "INFY"} {} | more than one JSON value
                    """)
    void namesTheFaultOfAnEntry(String entry, String message) {
        assertEquals(
                message,
                assertThrows(MalformedEntryException.class, () -> read(entry)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readsEveryDigitThatTheWriterWrites(long seed) throws MalformedEntryException {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Tick tick = RandomTicks.next(random);
            assertEquals(tick, reader.read(writer.write(tick)), () -> "seed " + seed);
        }
    }

    private Tick read(String entry) throws MalformedEntryException {
        return reader.read(entry.getBytes(StandardCharsets.UTF_8));
    }
}
