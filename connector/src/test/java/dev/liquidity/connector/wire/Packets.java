package dev.liquidity.connector.wire;

import dev.liquidity.common.tick.Instrument;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * Packets and frames written number by number, in the order in which the ticker's documentation lists them ("WebSocket
 * streaming", "Quote packet structure"): a second witness that knows nothing of the decoder's table.
 */
public final class Packets {
    private Packets() {}

    /** Ltp, 8 bytes. */
    public static byte[] ltp(long token, long lastPrice) {
        return numbers(token, lastPrice);
    }

    /** Index quote, 28 bytes; the high comes first. */
    public static byte[] indexQuote(long token, long last, long high, long low, long open, long close, long change) {
        return numbers(token, last, high, low, open, close, change);
    }

    /** Index full, 32 bytes. */
    public static byte[] indexFull(
            long token, long last, long high, long low, long open, long close, long change, long seconds) {
        return numbers(token, last, high, low, open, close, change, seconds);
    }

    /** Quote, 44 bytes; the open comes first. */
    public static byte[] quote(
            long token,
            long last,
            long quantity,
            long average,
            long volume,
            long buying,
            long selling,
            long open,
            long high,
            long low,
            long close) {
        return numbers(token, last, quantity, average, volume, buying, selling, open, high, low, close);
    }

    /** Full: a quote, five numbers more, and as many bids as offers. */
    public static byte[] full(
            byte[] quote,
            long tradeSeconds,
            long oi,
            long oiHigh,
            long oiLow,
            long seconds,
            byte[][] bids,
            byte[][] offers) {
        return join(quote, numbers(tradeSeconds, oi, oiHigh, oiLow, seconds), join(bids), join(offers));
    }

    /** A level of the book, 12 bytes; its last two are padding, here of ones so that nobody takes them for a number. */
    public static byte[] level(long quantity, long price, int orders) {
        return join(numbers(quantity, price), new byte[] {(byte) (orders >> 8), (byte) orders, -1, -1});
    }

    /** A message: the count, then each packet behind its length. */
    public static byte[] frame(byte[]... packets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(packets.length >> 8);
        out.write(packets.length);
        for (byte[] packet : packets) {
            out.write(packet.length >> 8);
            out.write(packet.length);
            out.writeBytes(packet);
        }
        return out.toByteArray();
    }

    /** A message of ltp packets of one token, with prices that count up from the first. */
    public static byte[] ltpFrame(int packets, long token, long firstPrice) {
        byte[][] all = new byte[packets][];
        for (int i = 0; i < packets; i++) {
            all[i] = ltp(token, firstPrice + i);
        }
        return frame(all);
    }

    /** An instrument of a token, with a name of its own. */
    public static Instrument instrument(long token) {
        return new Instrument(
                token,
                "NFO",
                "SYM " + token,
                "NAME " + token,
                null,
                BigDecimal.ZERO,
                new BigDecimal("0.05"),
                75,
                "EQ",
                "NFO-OPT");
    }

    /** Instruments by token. */
    public static Map<Long, Instrument> instruments(long... tokens) {
        Map<Long, Instrument> byToken = new HashMap<>();
        for (long token : tokens) {
            byToken.put(token, instrument(token));
        }
        return byToken;
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Numbers of four bytes each. */
    public static byte[] numbers(long... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long value : values) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                out.write((int) (value >> shift));
            }
        }
        return out.toByteArray();
    }
}
