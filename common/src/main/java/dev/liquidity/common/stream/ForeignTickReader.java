package dev.liquidity.common.stream;

import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Segment;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.util.List;

/**
 * Reads a tick's JSON however it is written, with a general parser. Not thread-safe.
 *
 * <p>A price becomes an integer scaled by the decimals of the token's segment, or by more if a foreign writer's price
 * has more digits.
 */
final class ForeignTickReader {
    private static final int USUAL_DECIMALS = 2;

    private final Tick.Builder tick = new Tick.Builder();

    /** The tick of an entry; see {@link TickReader#read}. */
    Tick read(byte[] bytes) throws MalformedEntryException {
        ForeignJson entry = ForeignJson.read(bytes);
        long token = entry.integer("instrument_token");
        if (token < 1 || token > 0xffff_ffffL) {
            throw new MalformedEntryException(
                    token == Tick.ABSENT ? "no instrument_token" : "instrument_token is out of range");
        }
        String symbol = entry.text("tradingsymbol");
        if (symbol == null || symbol.isBlank()) {
            throw new MalformedEntryException("no tradingsymbol");
        }
        int decimals = decimals(entry, token);
        tick.clear();
        tick.tradable = entry.bool("tradable");
        tick.mode = entry.mode("mode");
        tick.instrumentToken = token;
        tick.tradingsymbol = symbol;
        tick.name = entry.text("name");
        tick.priceDecimals = decimals;
        tick.lastPrice = entry.price("last_price", decimals);
        tick.lastTradedQuantity = entry.integer("last_traded_quantity");
        tick.averageTradedPrice = entry.price("average_traded_price", decimals);
        tick.volumeTraded = entry.integer("volume_traded");
        tick.totalBuyQuantity = entry.integer("total_buy_quantity");
        tick.totalSellQuantity = entry.integer("total_sell_quantity");
        tick.changePercent = entry.real("change");
        tick.lastTradeTimeMicros = entry.time("last_trade_time");
        tick.oi = entry.integer("oi");
        tick.oiDayHigh = entry.integer("oi_day_high");
        tick.oiDayLow = entry.integer("oi_day_low");
        tick.exchangeTimeMicros = entry.time("exchange_timestamp");
        tick.receivedAtMicros = entry.time("received_at");
        ForeignJson ohlc = entry.object("ohlc");
        if (ohlc != null) {
            tick.open = ohlc.price("open", decimals);
            tick.high = ohlc.price("high", decimals);
            tick.low = ohlc.price("low", decimals);
            tick.close = ohlc.price("close", decimals);
        }
        ForeignJson depth = entry.object("depth");
        if (depth != null) {
            List<ForeignJson> buy = depth.objects("buy");
            List<ForeignJson> sell = depth.objects("sell");
            Depth.Builder levels = new Depth.Builder(buy.size() + sell.size());
            add(levels, Side.BUY, buy, decimals);
            add(levels, Side.SELL, sell, decimals);
            tick.depth = levels.build();
        }
        return tick.build();
    }

    private static void add(Depth.Builder depth, Side side, List<ForeignJson> levels, int decimals)
            throws MalformedEntryException {
        for (ForeignJson level : levels) {
            depth.add(side, level.price("price", decimals), level.integer("quantity"), level.integer("orders"));
        }
    }

    /** The decimals that all prices of an entry fit into. */
    private static int decimals(ForeignJson entry, long token) throws MalformedEntryException {
        int most = Math.max(USUAL_DECIMALS, Segment.priceDecimals(token));
        most = Math.max(most, most(entry, "last_price", "average_traded_price"));
        most = Math.max(most, most(entry.object("ohlc"), "open", "high", "low", "close"));
        ForeignJson depth = entry.object("depth");
        for (String side : depth == null ? List.<String>of() : List.of("buy", "sell")) {
            for (ForeignJson level : depth.objects(side)) {
                most = Math.max(most, most(level, "price"));
            }
        }
        return most;
    }

    private static int most(ForeignJson object, String... prices) throws MalformedEntryException {
        int most = 0;
        for (String price : object == null ? new String[0] : prices) {
            most = Math.max(most, object.decimals(price));
        }
        return most;
    }
}
