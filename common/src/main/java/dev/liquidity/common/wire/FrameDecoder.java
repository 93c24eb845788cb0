package dev.liquidity.common.wire;

import static dev.liquidity.common.wire.PacketLayout.*;

import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Segment;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Decodes frames to ticks, reading by absolute offset from the frame's own bytes. A packet that can't be read is
 * counted by {@link WireFaults}, and the next one is decoded. Not thread-safe.
 */
public final class FrameDecoder {
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long MICROS = 1_000_000;

    private final Tick.Builder tick = new Tick.Builder();
    private final WireFaults faults;
    private InstrumentTable instruments;

    /** Takes the ticks of a frame in their order. */
    @FunctionalInterface
    public interface TickHandler {
        /** @param packet the packet's place in its frame, from 0; a packet that can't be read has a place, too */
        void onTick(int packet, Tick tick);
    }

    /** @param instruments by token; a packet of another token is a fault */
    public FrameDecoder(Map<Long, Instrument> instruments, WireFaults faults) {
        this.instruments = new InstrumentTable(instruments);
        this.faults = faults;
    }

    /** Replaces the instruments. */
    public void useInstruments(Map<Long, Instrument> byToken) {
        instruments = new InstrumentTable(byToken);
    }

    /**
     * Decodes a frame of two bytes or more; a single byte is a heartbeat and no frame.
     *
     * @param receivedAtMicros arrival in microseconds since the epoch
     */
    public void decode(byte[] bytes, int offset, int length, long receivedAtMicros, TickHandler handler) {
        if (length < COUNT_BYTES) {
            faults.report(WireFaults.Kind.SHORT_FRAME, bytes, offset, length);
            return;
        }
        int promised = Frames.u16(bytes, offset);
        int packets = Frames.countPackets(bytes, offset, length);
        int at = offset + COUNT_BYTES;
        for (int packet = 0; packet < packets; packet++) {
            int packetLength = Frames.u16(bytes, at);
            decodePacket(bytes, at + LENGTH_BYTES, packetLength, receivedAtMicros, packet, handler);
            at += LENGTH_BYTES + packetLength;
        }
        if (packets < promised) {
            faults.report(WireFaults.Kind.TRUNCATED_FRAME, bytes, offset, length);
        } else if (at < offset + length) {
            faults.report(WireFaults.Kind.TRAILING_BYTES, bytes, offset, length);
        }
    }

    private void decodePacket(
            byte[] bytes, int at, int length, long receivedAtMicros, int packet, TickHandler handler) {
        if (!isKnownLength(length)) {
            faults.report(WireFaults.Kind.UNKNOWN_LENGTH, bytes, at, length);
            return;
        }
        long token = u32(bytes, at + TOKEN);
        Instrument instrument = instruments.get(token);
        if (instrument == null) {
            faults.report(WireFaults.Kind.UNKNOWN_TOKEN, bytes, at, length);
            return;
        }
        tick.clear();
        tick.instrumentToken = token;
        tick.tradingsymbol = instrument.tradingsymbol();
        tick.name = instrument.name();
        tick.tradable = Segment.isTradable(token);
        tick.priceDecimals = Segment.priceDecimals(token);
        tick.lastPrice = u32(bytes, at + LAST_PRICE);
        tick.receivedAtMicros = receivedAtMicros;
        switch (length) {
            case LTP_LENGTH -> tick.mode = Mode.LTP;
            case INDEX_QUOTE_LENGTH -> decodeIndex(bytes, at, Mode.QUOTE);
            case INDEX_FULL_LENGTH -> {
                decodeIndex(bytes, at, Mode.FULL);
                tick.exchangeTimeMicros = time(bytes, at + INDEX_EXCHANGE_TIME);
            }
            case QUOTE_LENGTH -> decodeQuote(bytes, at, Mode.QUOTE);
            default -> {
                decodeQuote(bytes, at, Mode.FULL);
                decodeFull(bytes, at, length);
            }
        }
        handler.onTick(packet, tick.build());
    }

    private static boolean isKnownLength(int length) {
        return switch (length) {
            case LTP_LENGTH, INDEX_QUOTE_LENGTH, INDEX_FULL_LENGTH, QUOTE_LENGTH -> true;
            default -> isFullLength(length);
        };
    }

    private void decodeIndex(byte[] bytes, int at, Mode mode) {
        long close = u32(bytes, at + INDEX_CLOSE);
        tick.mode = mode;
        tick.high = u32(bytes, at + INDEX_HIGH);
        tick.low = u32(bytes, at + INDEX_LOW);
        tick.open = u32(bytes, at + INDEX_OPEN);
        tick.close = close;
        tick.changePercent = changePercent(u32(bytes, at + LAST_PRICE), close);
    }

    private void decodeQuote(byte[] bytes, int at, Mode mode) {
        long close = u32(bytes, at + CLOSE);
        tick.mode = mode;
        tick.lastTradedQuantity = u32(bytes, at + LAST_QUANTITY);
        tick.averageTradedPrice = u32(bytes, at + AVERAGE_PRICE);
        tick.volumeTraded = u32(bytes, at + VOLUME);
        tick.totalBuyQuantity = u32(bytes, at + TOTAL_BUY_QUANTITY);
        tick.totalSellQuantity = u32(bytes, at + TOTAL_SELL_QUANTITY);
        tick.open = u32(bytes, at + OPEN);
        tick.high = u32(bytes, at + HIGH);
        tick.low = u32(bytes, at + LOW);
        tick.close = close;
        tick.changePercent = changePercent(u32(bytes, at + LAST_PRICE), close);
    }

    private void decodeFull(byte[] bytes, int at, int length) {
        int levels = (length - DEPTH) / (2 * LEVEL_BYTES);
        Depth.Builder depth = new Depth.Builder(2 * levels);
        int level = at + DEPTH;
        for (int i = 0; i < levels; i++, level += LEVEL_BYTES) {
            addLevel(depth, Side.BUY, bytes, level);
        }
        for (int i = 0; i < levels; i++, level += LEVEL_BYTES) {
            addLevel(depth, Side.SELL, bytes, level);
        }
        tick.lastTradeTimeMicros = time(bytes, at + LAST_TRADE_TIME);
        tick.oi = u32(bytes, at + OI);
        tick.oiDayHigh = u32(bytes, at + OI_DAY_HIGH);
        tick.oiDayLow = u32(bytes, at + OI_DAY_LOW);
        tick.exchangeTimeMicros = time(bytes, at + EXCHANGE_TIME);
        tick.depth = depth.build();
    }

    private static void addLevel(Depth.Builder depth, Side side, byte[] bytes, int at) {
        depth.add(
                side,
                u32(bytes, at + LEVEL_PRICE),
                u32(bytes, at + LEVEL_QUANTITY),
                Frames.u16(bytes, at + LEVEL_ORDERS));
    }

    /**
     * Percent against the previous close, rounded to four decimals; 0 without a close. The Python client computes it
     * for every packet. An index packet has a change of its own, but an absolute one, which follows from the same two
     * prices.
     */
    private static double changePercent(long lastPrice, long close) {
        return close == 0 ? 0 : Math.round((lastPrice - close) * 1e6 / close) / 1e4;
    }

    private static long time(byte[] bytes, int at) {
        long seconds = u32(bytes, at);
        return seconds == 0 ? Tick.ABSENT : seconds * MICROS;
    }

    private static long u32(byte[] bytes, int at) {
        return (int) U32.get(bytes, at) & 0xffff_ffffL;
    }
}
