package dev.liquidity.common.stream;

import com.fasterxml.jackson.core.JsonToken;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Segment;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a tick's JSON however it is written, with a general parser. Not thread-safe.
 *
 * <p>A price becomes an integer scaled by the decimals of the token's segment. A foreign writer may name the token
 * after the prices, or have prices with more digits: then the entry is read a second time, with the decimals that the
 * first pass has found.
 */
final class ForeignTickReader {
    private static final int USUAL_DECIMALS = 2;

    private final ForeignJsonCursor json = new ForeignJsonCursor();
    private final Tick.Builder tick = new Tick.Builder();

    private int decimals;
    private boolean isPriceSeen;
    private long token;
    private String symbol;

    /** The tick of an entry; see {@link TickReader#read}. */
    Tick read(byte[] bytes) throws MalformedEntryException {
        int needed = read(bytes, USUAL_DECIMALS);
        if (needed > decimals) {
            read(bytes, needed);
        }
        if (symbol == null || symbol.isBlank()) {
            throw new MalformedEntryException("no tradingsymbol");
        }
        return tick.build();
    }

    /** Reads the fields, and returns how many decimals its prices need. */
    private int read(byte[] bytes, int withDecimals) throws MalformedEntryException {
        decimals = withDecimals;
        isPriceSeen = false;
        token = Tick.ABSENT;
        symbol = null;
        tick.clear();
        try (json) {
            json.open(bytes);
            while (json.nextField()) {
                readField();
            }
            json.expectEnd();
        } catch (IOException e) {
            throw new MalformedEntryException("not JSON, at " + json.field(), e);
        }
        if (token < 1 || token > 0xffff_ffffL) {
            throw new MalformedEntryException(
                    token == Tick.ABSENT ? "no instrument_token" : "instrument_token is out of range");
        }
        tick.priceDecimals(decimals);
        return Math.max(json.decimalsNeeded(), Segment.priceDecimals(token));
    }

    private void readField() throws IOException, MalformedEntryException {
        switch (json.field()) {
            case "tradable" -> tick.tradable(json.bool());
            case "mode" -> tick.mode(json.mode());
            case "instrument_token" -> readToken();
            case "last_price" -> tick.lastPrice(price());
            case "last_traded_quantity" -> tick.lastTradedQuantity(json.integer());
            case "average_traded_price" -> tick.averageTradedPrice(price());
            case "volume_traded" -> tick.volumeTraded(json.integer());
            case "total_buy_quantity" -> tick.totalBuyQuantity(json.integer());
            case "total_sell_quantity" -> tick.totalSellQuantity(json.integer());
            case "ohlc" -> readOhlc();
            case "change" -> tick.changePercent(json.real());
            case "last_trade_time" -> tick.lastTradeTimeMicros(json.time());
            case "oi" -> tick.oi(json.integer());
            case "oi_day_high" -> tick.oiDayHigh(json.integer());
            case "oi_day_low" -> tick.oiDayLow(json.integer());
            case "exchange_timestamp" -> tick.exchangeTimeMicros(json.time());
            case "depth" -> readDepth();
            case "tradingsymbol" -> tick.tradingsymbol(symbol = json.text());
            case "name" -> tick.name(json.text());
            case "received_at" -> tick.receivedAtMicros(json.time());
            default -> json.skip();
        }
    }

    private void readToken() throws IOException, MalformedEntryException {
        token = json.integer();
        tick.instrumentToken(token);
        if (!isPriceSeen) {
            decimals = Math.max(decimals, Segment.priceDecimals(token));
        }
    }

    private long price() throws IOException, MalformedEntryException {
        isPriceSeen = true;
        return json.price(decimals);
    }

    private void readOhlc() throws IOException, MalformedEntryException {
        if (json.isNullOr(JsonToken.START_OBJECT)) {
            return;
        }
        while (json.nextField()) {
            switch (json.field()) {
                case "open" -> tick.open(price());
                case "high" -> tick.high(price());
                case "low" -> tick.low(price());
                case "close" -> tick.close(price());
                default -> json.skip();
            }
        }
    }

    private void readDepth() throws IOException, MalformedEntryException {
        if (json.isNullOr(JsonToken.START_OBJECT)) {
            return;
        }
        List<long[]> buy = new ArrayList<>();
        List<long[]> sell = new ArrayList<>();
        while (json.nextField()) {
            switch (json.field()) {
                case "buy" -> readLevels(buy);
                case "sell" -> readLevels(sell);
                default -> json.skip();
            }
        }
        Depth.Builder depth = new Depth.Builder(buy.size() + sell.size());
        buy.forEach(level -> depth.add(Side.BUY, level[0], level[1], level[2]));
        sell.forEach(level -> depth.add(Side.SELL, level[0], level[1], level[2]));
        tick.depth(depth.build());
    }

    /** Adds the levels of one side: price, quantity and orders of each. */
    private void readLevels(List<long[]> levels) throws IOException, MalformedEntryException {
        if (json.isNullOr(JsonToken.START_ARRAY)) {
            return;
        }
        while (json.nextObject()) {
            long[] level = {Tick.ABSENT, Tick.ABSENT, Tick.ABSENT};
            while (json.nextField()) {
                switch (json.field()) {
                    case "price" -> level[0] = price();
                    case "quantity" -> level[1] = json.integer();
                    case "orders" -> level[2] = json.integer();
                    default -> json.skip();
                }
            }
            levels.add(level);
        }
        json.expectEndOfLevels();
    }
}
