package dev.liquidity.connector.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zerodhatech.ticker.KiteTicker;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Segment;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.common.wire.FrameDecoder;
import dev.liquidity.common.wire.WireFaults;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The vendor's own decoder as a second witness, for what it reads rightly: numbers below 2^31 and whole frames of five
 * levels.
 */
class VendorDecoderTest {
    private static final int FRAMES = 2_000;
    private static final int LEVELS = 5;
    private static final long[] TOKENS = {
        0x00bc6102L, 256265, 260105, 0x7fffff01L, 0x00001203L, 0x00001206L, 0x0000020cL
    };

    private final Random random = new Random(17);

    @Test
    void agreesWithTheVendorsDecoder() throws ReflectiveOperationException {
        Method parse = KiteTicker.class.getDeclaredMethod("parseBinary", byte[].class);
        parse.setAccessible(true);
        KiteTicker vendor = new KiteTicker("token", "key");
        WireFaults faults = new WireFaults(new Counters());
        FrameDecoder decoder = new FrameDecoder(Packets.instruments(TOKENS), faults);
        int compared = 0;
        for (int i = 0; i < FRAMES; i++) {
            byte[][] packets = new byte[1 + random.nextInt(6)][];
            for (int k = 0; k < packets.length; k++) {
                packets[k] = packet();
            }
            byte[] frame = Packets.frame(packets);
            List<Tick> ours = new ArrayList<>();
            decoder.decode(frame, 0, frame.length, 0, (place, tick) -> ours.add(tick));
            List<?> theirs = (List<?>) parse.invoke(vendor, frame);
            assertEquals(packets.length, ours.size());
            assertEquals(packets.length, theirs.size());
            for (int k = 0; k < packets.length; k++) {
                compare((com.zerodhatech.models.Tick) theirs.get(k), ours.get(k));
                compared++;
            }
        }
        assertEquals(0, faults.count(WireFaults.Kind.UNKNOWN_LENGTH));
        assertEquals(true, compared > FRAMES);
    }

    private byte[] packet() {
        long token = TOKENS[random.nextInt(TOKENS.length)];
        int kind = random.nextInt(3);
        if (kind == 0) {
            return Packets.ltp(token, number());
        }
        if (!Segment.isTradable(token)) {
            return kind == 1
                    ? Packets.indexQuote(token, number(), number(), number(), number(), close(), number())
                    : Packets.indexFull(token, number(), number(), number(), number(), close(), number(), seconds());
        }
        byte[] quote = Packets.quote(
                token, number(), number(), number(), number(), number(), number(), number(), number(), number(),
                close());
        if (kind == 1) {
            return quote;
        }
        byte[][] bids = new byte[LEVELS][];
        byte[][] offers = new byte[LEVELS][];
        for (int i = 0; i < LEVELS; i++) {
            bids[i] = Packets.level(number(), number(), random.nextInt(1 << 15));
            offers[i] = Packets.level(number(), number(), random.nextInt(1 << 15));
        }
        return Packets.full(quote, seconds(), number(), number(), number(), seconds(), bids, offers);
    }

    private long number() {
        return random.nextInt(1 << random.nextInt(31));
    }

    private long close() {
        return random.nextInt(5) == 0 ? 0 : 1 + number();
    }

    private long seconds() {
        return random.nextInt(4) == 0 ? 0 : 1_700_000_000L + random.nextInt(100_000_000);
    }

    private static void compare(com.zerodhatech.models.Tick theirs, Tick ours) {
        int decimals = ours.priceDecimals();
        assertEquals(theirs.getInstrumentToken(), ours.instrumentToken());
        assertEquals(theirs.isTradable(), ours.tradable());
        assertEquals(theirs.getMode(), ours.mode().label());
        assertEquals(scaled(theirs.getLastTradedPrice(), decimals), ours.lastPrice());
        if (ours.mode() == Mode.LTP) {
            return;
        }
        assertEquals(scaled(theirs.getOpenPrice(), decimals), ours.open());
        assertEquals(scaled(theirs.getHighPrice(), decimals), ours.high());
        assertEquals(scaled(theirs.getLowPrice(), decimals), ours.low());
        assertEquals(scaled(theirs.getClosePrice(), decimals), ours.close());
        assertEquals(theirs.getChange(), ours.changePercent(), 0.0001 + Math.abs(theirs.getChange()) * 1e-12);
        if (ours.tradable()) {
            assertEquals((long) theirs.getLastTradedQuantity(), ours.lastTradedQuantity());
            assertEquals(scaled(theirs.getAverageTradePrice(), decimals), ours.averageTradedPrice());
            assertEquals(theirs.getVolumeTradedToday(), ours.volumeTraded());
            assertEquals((long) theirs.getTotalBuyQuantity(), ours.totalBuyQuantity());
            assertEquals((long) theirs.getTotalSellQuantity(), ours.totalSellQuantity());
        }
        if (ours.mode() == Mode.FULL) {
            assertEquals(micros(theirs.getTickTimestamp()), ours.exchangeTimeMicros());
            if (ours.tradable()) {
                compareFull(theirs, ours);
            }
        }
    }

    private static void compareFull(com.zerodhatech.models.Tick theirs, Tick ours) {
        assertEquals(micros(theirs.getLastTradedTime()), ours.lastTradeTimeMicros());
        assertEquals((long) theirs.getOi(), ours.oi());
        assertEquals((long) theirs.getOpenInterestDayHigh(), ours.oiDayHigh());
        assertEquals((long) theirs.getOpenInterestDayLow(), ours.oiDayLow());
        Depth book = ours.depth();
        for (Side side : Side.values()) {
            List<com.zerodhatech.models.Depth> levels = theirs.getMarketDepth().get(side.label());
            assertEquals(levels.size(), book.levels(side));
            for (int i = 0; i < levels.size(); i++) {
                assertEquals(levels.get(i).getQuantity(), book.quantity(side, i));
                assertEquals(scaled(levels.get(i).getPrice(), ours.priceDecimals()), book.price(side, i));
                assertEquals(levels.get(i).getOrders(), book.orders(side, i));
            }
        }
    }

    private static long scaled(double price, int decimals) {
        return Math.round(price * Math.pow(10, decimals));
    }

    private static long micros(Date date) {
        return date == null ? Tick.ABSENT : date.getTime() * 1_000;
    }
}
