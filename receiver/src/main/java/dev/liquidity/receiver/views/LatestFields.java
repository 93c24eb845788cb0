package dev.liquidity.receiver.views;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.Decimal;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.receiver.entry.TickEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.CommandArguments;

/** The fields of a {@code latest:} hash, in one order for their names and their values. */
final class LatestFields {
    /** The first one, {@code version}, sorts as text the way ticks follow each other: by time, then by entry. */
    static final List<String> NAMES = List.of(
            "version",
            "id",
            "instrument_token",
            "mode",
            "last_price",
            "last_quantity",
            "average_price",
            "volume",
            "total_buy_qty",
            "total_sell_qty",
            "bid",
            "bid_qty",
            "ask",
            "ask_qty",
            "open",
            "high",
            "low",
            "close",
            "change",
            "oi",
            "last_trade_time",
            "exchange_timestamp",
            "received_at");

    private static final byte[] ABSENT = new byte[0];

    private LatestFields() {}

    /** Appends a value for each name; empty for what the tick does not have. */
    static void append(TickEntry entry, CommandArguments to) {
        Tick tick = entry.tick();
        int decimals = tick.priceDecimals();
        to.add(version(entry))
                .add(ascii(entry.id().toString()))
                .add(ascii(Long.toString(tick.instrumentToken())))
                .add(tick.mode() == null ? ABSENT : ascii(tick.mode().label()))
                .add(price(tick.lastPrice(), decimals))
                .add(number(tick.lastTradedQuantity()))
                .add(price(tick.averageTradedPrice(), decimals))
                .add(number(tick.volumeTraded()))
                .add(number(tick.totalBuyQuantity()))
                .add(number(tick.totalSellQuantity()))
                .add(price(bestPrice(tick.depth(), Side.BUY), decimals))
                .add(number(bestQuantity(tick.depth(), Side.BUY)))
                .add(price(bestPrice(tick.depth(), Side.SELL), decimals))
                .add(number(bestQuantity(tick.depth(), Side.SELL)))
                .add(price(tick.open(), decimals))
                .add(price(tick.high(), decimals))
                .add(price(tick.low(), decimals))
                .add(price(tick.close(), decimals))
                .add(Double.isNaN(tick.changePercent()) ? ABSENT : ascii(Double.toString(tick.changePercent())))
                .add(number(tick.oi()))
                .add(time(tick.lastTradeTimeMicros()))
                .add(time(tick.exchangeTimeMicros()))
                .add(
                        tick.receivedAtMicros() == Tick.ABSENT
                                ? ABSENT
                                : ascii(Ist.formatMicros(tick.receivedAtMicros())));
    }

    /** 16 digits of microseconds and 19 of the packed ID. */
    private static byte[] version(TickEntry entry) {
        byte[] version = new byte[36];
        digits(version, 0, 16, Math.max(0, entry.timeMicros()));
        version[16] = '-';
        digits(version, 17, 19, entry.id().pack());
        return version;
    }

    private static void digits(byte[] to, int from, int width, long value) {
        long rest = value;
        for (int i = from + width - 1; i >= from; i--) {
            to[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static long bestPrice(Depth depth, Side side) {
        return depth == null || depth.levels(side) == 0 ? Tick.ABSENT : depth.price(side, 0);
    }

    private static long bestQuantity(Depth depth, Side side) {
        return depth == null || depth.levels(side) == 0 ? Tick.ABSENT : depth.quantity(side, 0);
    }

    private static byte[] price(long unscaled, int decimals) {
        return unscaled == Tick.ABSENT ? ABSENT : ascii(Decimal.text(unscaled, decimals));
    }

    private static byte[] number(long value) {
        return value == Tick.ABSENT ? ABSENT : ascii(Long.toString(value));
    }

    private static byte[] time(long micros) {
        return micros == Tick.ABSENT ? ABSENT : ascii(Ist.format(micros));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
