package dev.liquidity.receiver.keys;

import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.receiver.batch.TickEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The fields of a {@code latest:} hash: names and values, in the same order. */
final class LatestFields {
    /** The first, {@code version}, sorts as text in the order of ticks: by the exchange's time, then by entry. */
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

    /** Adds a value for each name; empty where the tick has none. */
    static void add(TickEntry entry, CommandBuffer to) {
        Tick tick = entry.tick();
        int decimals = tick.priceDecimals();
        to.bulk(version(entry));
        to.bulkId(entry.id().pack());
        to.bulkNumber(tick.instrumentToken());
        to.bulk(tick.mode() == null ? ABSENT : ascii(tick.mode().label()));
        to.bulkDecimal(tick.lastPrice(), decimals);
        to.bulkNumber(tick.lastTradedQuantity());
        to.bulkDecimal(tick.averageTradedPrice(), decimals);
        to.bulkNumber(tick.volumeTraded());
        to.bulkNumber(tick.totalBuyQuantity());
        to.bulkNumber(tick.totalSellQuantity());
        best(tick.depth(), Side.BUY, decimals, to);
        best(tick.depth(), Side.SELL, decimals, to);
        to.bulkDecimal(tick.open(), decimals);
        to.bulkDecimal(tick.high(), decimals);
        to.bulkDecimal(tick.low(), decimals);
        to.bulkDecimal(tick.close(), decimals);
        to.bulkReal(tick.changePercent());
        to.bulkNumber(tick.oi());
        to.bulkTime(tick.lastTradeTimeMicros(), false);
        to.bulkTime(tick.exchangeTimeMicros(), false);
        to.bulkTime(entry.receivedAtMicros(), true);
    }

    /** 16 digits of microseconds since the epoch, or zeros, a dash, and 19 digits of the packed ID. */
    private static byte[] version(TickEntry entry) {
        byte[] version = new byte[36];
        digits(version, 0, 16, entry.isTimedByExchange() ? entry.timeMicros() : 0);
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

    private static void best(Depth depth, Side side, int decimals, CommandBuffer to) {
        boolean isEmpty = depth == null || depth.levels(side) == 0;
        to.bulkDecimal(isEmpty ? Tick.ABSENT : depth.price(side, 0), decimals);
        to.bulkNumber(isEmpty ? Tick.ABSENT : depth.quantity(side, 0));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
