package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.connector.wire.Packets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TradeWatchTest {
    private static final long FUTURE = 12_345 * 256 + 2;
    private static final long NIFTY = 1_001 * 256 + 9;
    private static final byte[][] NO_LEVELS = {};

    private final TradeWatch watch = new TradeWatch(new PassedOn(), new MarketHours(CalendarFile.builtIn()));

    @Test
    void seesANewLastTradeTime() {
        watch.start();

        look(10, full(FUTURE, 500, 501));
        assertFalse(traded(), "the first packet may bring an old trade");
        look(11, full(FUTURE, 500, 502));
        assertFalse(traded(), "the book has changed, nothing else");
        look(12, full(FUTURE, 502, 503));
        assertTrue(watch.tradedSince(Instant.ofEpochSecond(12)));
        assertFalse(watch.tradedSince(Instant.ofEpochSecond(13)));
    }

    @Test
    void seesVolumeOrPriceWithoutThatTime() {
        watch.start();
        look(1, quote(FUTURE, 7_000));
        look(2, quote(FUTURE, 7_000));
        assertFalse(traded());
        look(3, quote(FUTURE, 7_075));
        assertTrue(watch.tradedSince(Instant.ofEpochSecond(3)));

        look(4, Packets.ltp(FUTURE + 256, 100));
        look(5, Packets.ltp(FUTURE + 256, 101));
        assertTrue(watch.tradedSince(Instant.ofEpochSecond(5)));
    }

    @Test
    void tellsInstrumentsApart() {
        watch.start();
        look(1, Packets.ltp(FUTURE, 100), Packets.ltp(FUTURE + 256, 200));
        look(2, Packets.ltp(FUTURE + 256, 200), Packets.ltp(FUTURE, 100));

        assertFalse(traded());
    }

    @Test
    void takesNoNoticeOfIndices() {
        watch.start();
        look(1, Packets.indexFull(NIFTY, 1, 1, 1, 1, 1, 0, 1), Packets.ltp(NIFTY, 1));
        look(2, Packets.indexFull(NIFTY, 2, 2, 2, 2, 2, 0, 2), Packets.ltp(NIFTY, 2));

        assertFalse(traded());
    }

    @Test
    void looksAtNothingUntilItIsStarted() {
        look(1, Packets.ltp(FUTURE, 100));
        look(2, Packets.ltp(FUTURE, 101));
        watch.start();
        look(3, Packets.ltp(FUTURE, 102));

        assertFalse(traded());
    }

    @Test
    void bearsDamagedFrames() {
        watch.start();
        byte[] frame = Packets.frame(full(FUTURE, 1, 1), full(FUTURE, 2, 2));
        int seen = 0;
        for (int length = 0; length <= frame.length; length++) {
            watch.onFrame(1, 1_000_000, Arrays.copyOf(frame, length));
            seen += traded() ? 1 : 0;
        }

        assertEquals(1, seen, "only the whole frame has the second packet");
        watch.onFrame(1, 1, Packets.frame(new byte[0], new byte[3]));
    }

    private boolean traded() {
        return watch.tradedSince(Instant.EPOCH);
    }

    private void look(long second, byte[]... packets) {
        watch.onFrame(1, second * 1_000_000, Packets.frame(packets));
    }

    private static byte[] quote(long token, long volume) {
        return Packets.quote(token, 1, 1, 1, volume, 1, 1, 1, 1, 1, 1);
    }

    private static byte[] full(long token, long tradeSeconds, long exchangeSeconds) {
        return Packets.full(quote(token, 9), tradeSeconds, 1, 1, 1, exchangeSeconds, NO_LEVELS, NO_LEVELS);
    }
}
