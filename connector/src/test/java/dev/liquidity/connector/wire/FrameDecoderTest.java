package dev.liquidity.connector.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.common.wire.FrameDecoder;
import dev.liquidity.common.wire.Frames;
import dev.liquidity.common.wire.WireFaults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final long OPTION = 0x00bc6102L;
    private static final long HIGHEST_OPTION = 0xffffff02L;
    private static final long INDEX = 256265;
    private static final long CURRENCY = 0x00001203L;
    private static final long BSE_CURRENCY = 0x00001206L;
    private static final long MAX_U32 = 0xffffffffL;
    private static final long RECEIVED = 1_782_190_800_123_456L;

    private final Counters counters = new Counters();
    private final WireFaults faults = new WireFaults(counters);
    private final FrameDecoder decoder =
            new FrameDecoder(Packets.instruments(OPTION, HIGHEST_OPTION, INDEX, CURRENCY, BSE_CURRENCY), faults);
    private final List<Tick> ticks = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    @Test
    void readsAnLtpPacket() {
        decode(Packets.frame(Packets.ltp(OPTION, 15_205)));
        Tick.Builder tick = named(OPTION, 2);
        tick.mode = Mode.LTP;
        tick.lastPrice = 15_205;
        assertEquals(List.of(tick.build()), ticks);
        assertNoFault();
    }

    @Test
    void readsAnIndexQuoteWhoseHighComesFirst() {
        decode(Packets.frame(
                Packets.indexQuote(INDEX, 2_480_000, 2_490_000, 2_470_000, 2_475_000, 2_500_000, -20_000)));
        assertEquals(List.of(indexTick(Mode.QUOTE).build()), ticks);
        assertNoFault();
    }

    @Test
    void readsAnIndexFullPacketWithItsTime() {
        decode(Packets.frame(Packets.indexFull(
                INDEX, 2_480_000, 2_490_000, 2_470_000, 2_475_000, 2_500_000, -20_000, 1_782_190_799)));
        Tick.Builder tick = indexTick(Mode.FULL);
        tick.exchangeTimeMicros = 1_782_190_799_000_000L;
        assertEquals(List.of(tick.build()), ticks);
    }

    @Test
    void readsAQuoteWhoseOpenComesFirst() {
        decode(Packets.frame(quote(OPTION)));
        assertEquals(List.of(quoteTick(OPTION, Mode.QUOTE).build()), ticks);
        assertNoFault();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20})
    void readsAFullPacketWithAnyNumberOfLevels(int levels) {
        byte[][] bids = new byte[levels][];
        byte[][] offers = new byte[levels][];
        Depth.Builder depth = new Depth.Builder(2 * levels);
        for (int i = 0; i < levels; i++) {
            bids[i] = Packets.level(100 + i, 9_900 - i, 1 + i);
            depth.add(Side.BUY, 9_900 - i, 100 + i, 1 + i);
        }
        for (int i = 0; i < levels; i++) {
            offers[i] = Packets.level(200 + i, 10_100 + i, 65_535 - i);
            depth.add(Side.SELL, 10_100 + i, 200 + i, 65_535 - i);
        }
        byte[] packet = Packets.full(quote(OPTION), 1_782_190_700, 31, 41, 21, 1_782_190_799, bids, offers);
        assertEquals(64 + 24 * levels, packet.length);
        decode(Packets.frame(packet));
        Tick.Builder tick = quoteTick(OPTION, Mode.FULL);
        tick.lastTradeTimeMicros = 1_782_190_700_000_000L;
        tick.oi = 31;
        tick.oiDayHigh = 41;
        tick.oiDayLow = 21;
        tick.exchangeTimeMicros = 1_782_190_799_000_000L;
        tick.depth = depth.build();
        assertEquals(List.of(tick.build()), ticks);
        assertNoFault();
    }

    @Test
    void readsEveryNumberAsUnsigned() {
        byte[] quote = Packets.quote(
                HIGHEST_OPTION,
                MAX_U32,
                MAX_U32,
                MAX_U32,
                MAX_U32,
                MAX_U32,
                MAX_U32,
                MAX_U32,
                MAX_U32,
                MAX_U32,
                MAX_U32);
        byte[][] side = {Packets.level(MAX_U32, MAX_U32, 65_535)};
        decode(Packets.frame(Packets.full(quote, MAX_U32, MAX_U32, MAX_U32, MAX_U32, MAX_U32, side, side)));
        Depth depth = new Depth.Builder(2)
                .add(Side.BUY, MAX_U32, MAX_U32, 65_535)
                .add(Side.SELL, MAX_U32, MAX_U32, 65_535)
                .build();
        Tick.Builder tick = named(HIGHEST_OPTION, 2);
        tick.mode = Mode.FULL;
        tick.lastPrice = MAX_U32;
        tick.lastTradedQuantity = MAX_U32;
        tick.averageTradedPrice = MAX_U32;
        tick.volumeTraded = 4_294_967_295L;
        tick.totalBuyQuantity = MAX_U32;
        tick.totalSellQuantity = MAX_U32;
        tick.open = MAX_U32;
        tick.high = MAX_U32;
        tick.low = MAX_U32;
        tick.close = MAX_U32;
        tick.changePercent = 0;
        tick.lastTradeTimeMicros = MAX_U32 * 1_000_000;
        tick.oi = MAX_U32;
        tick.oiDayHigh = MAX_U32;
        tick.oiDayLow = MAX_U32;
        tick.exchangeTimeMicros = MAX_U32 * 1_000_000;
        tick.depth = depth;
        assertEquals(List.of(tick.build()), ticks);
    }

    @Test
    void takesATimeOfZeroForNone() {
        decode(Packets.frame(
                Packets.full(quote(OPTION), 0, 31, 41, 21, 0, new byte[0][], new byte[0][]),
                Packets.indexFull(INDEX, 1, 1, 1, 1, 1, 0, 0)));
        assertEquals(Tick.ABSENT, ticks.get(0).lastTradeTimeMicros());
        assertEquals(Tick.ABSENT, ticks.get(0).exchangeTimeMicros());
        assertEquals(Tick.ABSENT, ticks.get(1).exchangeTimeMicros());
    }

    @Test
    void leavesOutWhatAModeDoesNotCarry() {
        decode(Packets.frame(Packets.ltp(OPTION, 1), quote(OPTION)));
        assertEquals(Tick.ABSENT, ticks.get(0).volumeTraded());
        assertTrue(Double.isNaN(ticks.get(0).changePercent()));
        assertEquals(Tick.ABSENT, ticks.get(1).oi());
        assertNull(ticks.get(1).depth());
    }

    @Test
    void scalesPricesByTheSegment() {
        decode(Packets.frame(
                Packets.ltp(CURRENCY, 831_234_567), Packets.ltp(BSE_CURRENCY, 831_234), Packets.ltp(INDEX, 2_480_005)));
        assertEquals(List.of(7, 4, 2), ticks.stream().map(Tick::priceDecimals).toList());
        assertEquals(
                List.of(831_234_567L, 831_234L, 2_480_005L),
                ticks.stream().map(Tick::lastPrice).toList());
    }

    @Test
    void computesTheChangeAgainstTheClose() {
        decode(Packets.frame(
                changing(10_500, 10_000),
                changing(9_999, 10_000),
                changing(1, 3),
                changing(777, 0),
                changing(0, 10_000),
                changing(MAX_U32, 1)));
        assertEquals(
                List.of(5.0, -0.01, -66.6667, 0.0, -100.0, 429_496_729_400.0),
                ticks.stream().map(Tick::changePercent).toList());
    }

    @Test
    void readsAFrameWithinALargerArray() {
        byte[] frame = Packets.frame(quote(OPTION), Packets.ltp(INDEX, 5));
        byte[] larger = new byte[frame.length + 40];
        Arrays.fill(larger, (byte) 0x5a);
        System.arraycopy(frame, 0, larger, 17, frame.length);
        assertEquals(2, Frames.countPackets(larger, 17, frame.length));
        decoder.decode(larger, 17, frame.length, RECEIVED, this::take);
        List<Tick> fromLarger = List.copyOf(ticks);
        ticks.clear();
        decode(frame);
        assertEquals(ticks, fromLarger);
        assertEquals(2, ticks.size());
        assertNoFault();
    }

    @Test
    void leavesAHoleForAPacketThatCantBeReadAndGoesOn() {
        byte[] frame = Packets.frame(
                Packets.ltp(OPTION, 1),
                new byte[51],
                Packets.ltp(OPTION, 2),
                Packets.ltp(0x11111102L, 3),
                new byte[0],
                new byte[7],
                new byte[64 + 12],
                Packets.ltp(INDEX, 4));
        assertEquals(8, Frames.countPackets(frame, 0, frame.length));
        decode(frame);
        assertEquals(List.of(0, 2, 7), places);
        assertEquals(List.of(1L, 2L, 4L), ticks.stream().map(Tick::lastPrice).toList());
        assertEquals(4, faults.count(WireFaults.Kind.UNKNOWN_LENGTH));
        assertEquals(1, faults.count(WireFaults.Kind.UNKNOWN_TOKEN));
        assertEquals(0, faults.count(WireFaults.Kind.TRUNCATED_FRAME));
        assertTrue(counters.line().contains("unknown_packets=4"), counters.line());
        assertTrue(counters.line().contains("unknown_tokens=1"), counters.line());
    }

    @Test
    void readsTheWholePacketsOfAFrameThatEndsAnywhere() {
        byte[] frame =
                Packets.frame(Packets.ltp(OPTION, 1), quote(OPTION), Packets.indexQuote(INDEX, 3, 3, 3, 3, 3, 0));
        int[] ends = {2 + 2 + 8, 2 + 2 + 8 + 2 + 44, frame.length};
        for (int length = 0; length < frame.length; length++) {
            WireFaults own = new WireFaults(new Counters());
            FrameDecoder ownDecoder = new FrameDecoder(Packets.instruments(OPTION, INDEX), own);
            List<Integer> read = new ArrayList<>();
            // An array that ends there, so that a look beyond would throw.
            ownDecoder.decode(Arrays.copyOf(frame, length), 0, length, RECEIVED, (place, tick) -> read.add(place));
            int end = length;
            int whole = (int) Arrays.stream(ends).filter(at -> at <= end).count();
            assertEquals(List.of(0, 1, 2).subList(0, whole), read, "of " + length + " bytes");
            assertEquals(whole, Frames.countPackets(frame, 0, length));
            assertEquals(length < 2 ? 1 : 0, own.count(WireFaults.Kind.SHORT_FRAME));
            assertEquals(length < 2 ? 0 : 1, own.count(WireFaults.Kind.TRUNCATED_FRAME));
        }
    }

    @Test
    void countsBytesBehindTheLastPacket() {
        decode(Packets.join(Packets.frame(Packets.ltp(OPTION, 1)), new byte[] {0, 8, 1}));
        assertEquals(1, ticks.size());
        assertEquals(1, faults.count(WireFaults.Kind.TRAILING_BYTES));
        assertEquals(0, faults.count(WireFaults.Kind.TRUNCATED_FRAME));
    }

    @Test
    void takesAnotherDaysInstruments() {
        decoder.useInstruments(Packets.instruments(0x11111102L));
        decode(Packets.frame(Packets.ltp(OPTION, 1), Packets.ltp(0x11111102L, 2)));
        assertEquals(
                List.of("SYM " + 0x11111102L),
                ticks.stream().map(Tick::tradingsymbol).toList());
        assertEquals(1, faults.count(WireFaults.Kind.UNKNOWN_TOKEN));
    }

    @Test
    void survivesGarbage() {
        Random random = new Random(20260817);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(700)];
            random.nextBytes(garbage);
            if (garbage.length > 4 && random.nextBoolean()) {
                // Counts and lengths that can be, and a token that is known: garbage that gets further.
                garbage[0] = 0;
                garbage[2] = 0;
                garbage[3] = new byte[] {8, 28, 32, 44, 64, 88, (byte) 184}[random.nextInt(7)];
                if (garbage.length > 8) {
                    System.arraycopy(Packets.numbers(random.nextBoolean() ? OPTION : INDEX), 0, garbage, 4, 4);
                }
            }
            int packets = Frames.countPackets(garbage, 0, garbage.length);
            places.clear();
            decode(garbage);
            int before = -1;
            for (int place : places) {
                assertTrue(place > before && place < packets, "place " + place + " of " + packets);
                before = place;
            }
            found += places.size();
        }
        assertTrue(found > 1_000, "only " + found + " packets could be read: the garbage is too bad to try much");
        assertTrue(faults.count(WireFaults.Kind.SHORT_FRAME) > 0);
        assertTrue(faults.count(WireFaults.Kind.TRUNCATED_FRAME) > 0);
        assertTrue(faults.count(WireFaults.Kind.UNKNOWN_LENGTH) > 0);
        assertTrue(faults.count(WireFaults.Kind.UNKNOWN_TOKEN) > 0);
    }

    private void decode(byte[] frame) {
        decoder.decode(frame, 0, frame.length, RECEIVED, this::take);
    }

    private void take(int place, Tick tick) {
        places.add(place);
        ticks.add(tick);
    }

    private void assertNoFault() {
        for (WireFaults.Kind kind : WireFaults.Kind.values()) {
            assertEquals(0, faults.count(kind), kind.name());
        }
    }

    private static byte[] quote(long token) {
        return Packets.quote(token, 10_050, 7, 10_020, 3_000_000_000L, 11, 12, 10_010, 10_100, 9_990, 10_000);
    }

    private static byte[] changing(long last, long close) {
        return Packets.quote(OPTION, last, 0, 0, 0, 0, 0, 0, 0, 0, close);
    }

    private static Tick.Builder named(long token, int decimals) {
        Tick.Builder tick = new Tick.Builder();
        tick.instrumentToken = token;
        tick.tradingsymbol = "SYM " + token;
        tick.name = "NAME " + token;
        tick.tradable = token != INDEX;
        tick.priceDecimals = decimals;
        tick.receivedAtMicros = RECEIVED;
        return tick;
    }

    private static Tick.Builder quoteTick(long token, Mode mode) {
        Tick.Builder tick = named(token, 2);
        tick.mode = mode;
        tick.lastPrice = 10_050;
        tick.lastTradedQuantity = 7;
        tick.averageTradedPrice = 10_020;
        tick.volumeTraded = 3_000_000_000L;
        tick.totalBuyQuantity = 11;
        tick.totalSellQuantity = 12;
        tick.open = 10_010;
        tick.high = 10_100;
        tick.low = 9_990;
        tick.close = 10_000;
        tick.changePercent = 0.5;
        return tick;
    }

    private static Tick.Builder indexTick(Mode mode) {
        Tick.Builder tick = named(INDEX, 2);
        tick.mode = mode;
        tick.lastPrice = 2_480_000;
        tick.high = 2_490_000;
        tick.low = 2_470_000;
        tick.open = 2_475_000;
        tick.close = 2_500_000;
        tick.changePercent = -0.8;
        return tick;
    }
}
