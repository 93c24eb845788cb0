package dev.liquidity.sandbox.market;

import static dev.liquidity.sandbox.wire.PacketLayout.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.wire.BigEndian;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final long NOW = Instant.parse("2026-08-18T05:00:00Z").getEpochSecond();

    private final Dump dump = new Dump(SyntheticDump.of(LocalDate.of(2026, 8, 18), 1));
    private final Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
    private final Market market = new Market(dump, 1, clock);

    private Feed feed(String key) {
        return market.feed(dump.ofQuoteKey(key).token());
    }

    private static byte[] next(Feed feed) {
        byte[] packet = new byte[FULL_LENGTH];
        feed.writeNext(packet, 0, FeedMode.FULL, NOW);
        return packet;
    }

    private double last(String key) {
        return BigEndian.getU32(next(feed(key)), LAST_PRICE) / 100.0;
    }

    @Test
    void everyFeedHasABookAroundItsPriceAndADayRangeThatHoldsIt() {
        for (String name : new String[] {"NIFTY", "SENSEX", "RELIANCE", "IDEA"}) {
            dump.listings().stream().filter(l -> l.name().equals(name)).forEach(listing -> {
                Feed feed = market.feed(listing.token());
                long volume = 0;
                for (int i = 0; i < 20; i++) {
                    byte[] packet = next(feed);
                    check(listing, packet);
                    assertTrue(BigEndian.getU32(packet, VOLUME) > volume || listing.isIndex(), listing.toString());
                    volume = BigEndian.getU32(packet, VOLUME);
                }
            });
        }
    }

    private static void check(Listing listing, byte[] packet) {
        if (listing.isIndex()) {
            return;
        }
        long last = BigEndian.getU32(packet, LAST_PRICE);
        assertTrue(last > 0, listing.toString());
        assertTrue(BigEndian.getU32(packet, LOW) <= last && last <= BigEndian.getU32(packet, HIGH));
        long best = BigEndian.getU32(packet, DEPTH + LEVEL_PRICE);
        long offer = BigEndian.getU32(packet, DEPTH + LEVELS * LEVEL_LENGTH + LEVEL_PRICE);
        assertTrue(best < offer && best <= last && last <= offer, listing + " " + best + " " + last + " " + offer);
        for (int i = 1; i < LEVELS; i++) {
            long price = BigEndian.getU32(packet, DEPTH + i * LEVEL_LENGTH + LEVEL_PRICE);
            assertTrue(price < best || price == 0, listing.toString());
            best = price;
        }
        assertEquals(0, BigEndian.getU32(packet, LAST_QUANTITY) % listing.lotSize());
        assertTrue(BigEndian.getU32(packet, OI_DAY_LOW) <= BigEndian.getU32(packet, OI));
        assertTrue(BigEndian.getU32(packet, OI) <= BigEndian.getU32(packet, OI_DAY_HIGH));
    }

    @Test
    void optionsAreWorthWhatSpotAndStrikeAndTimeSay() {
        double spot = last("NSE:NIFTY 50");
        assertTrue(last("NFO:NIFTY26AUGFUT") > spot);
        assertTrue(last("NFO:NIFTY26AUG24500CE") > last("NFO:NIFTY26AUG24700CE"));
        assertTrue(last("NFO:NIFTY26AUG24900PE") > last("NFO:NIFTY26AUG24700PE"));
        assertTrue(last("NFO:NIFTY26SEP24700CE") > last("NFO:NIFTY26AUG24700CE"));
        double parity = last("NFO:NIFTY26AUG24700CE") - last("NFO:NIFTY26AUG24700PE");
        assertEquals(last("NFO:NIFTY26AUGFUT") - 24_700, parity, 8);
    }

    @Test
    void nearMoneyTicksMostAndItsSpreadIsNarrowest() {
        assertTrue(feed("NFO:NIFTY2681824700CE").ticksPerSecond() > 1);
        assertTrue(feed("NFO:NIFTY26OCT27000CE").ticksPerSecond() < 0.3);
        double near = spread(next(feed("NFO:NIFTY26AUG24700CE")));
        double far = spread(next(feed("NFO:NIFTY26AUG26000CE")));
        assertTrue(far > 3 * near, near + " " + far);
    }

    private static double spread(byte[] packet) {
        double bid = BigEndian.getU32(packet, DEPTH + LEVEL_PRICE);
        double ask = BigEndian.getU32(packet, DEPTH + LEVELS * LEVEL_LENGTH + LEVEL_PRICE);
        return (ask - bid) / ask;
    }

    @Test
    void sameSeedSameTicks() {
        Feed again = new Market(dump, 1, clock)
                .feed(dump.ofQuoteKey("NFO:NIFTY26AUG24700CE").token());
        for (int i = 0; i < 100; i++) {
            assertArrayEquals(next(feed("NFO:NIFTY26AUG24700CE")), next(again));
        }
    }

    @Test
    void aCachedTickHasANumberOfItsOwnAndTheTimeItIsGiven() {
        Feed feed = feed("NFO:NIFTY26AUG24700CE");
        byte[] before = next(feed);
        byte[] cached = new byte[FULL_LENGTH];
        assertEquals(FULL_LENGTH, feed.writeCached(cached, 0, FeedMode.FULL, NOW - 86_400));
        assertEquals(BigEndian.getU32(before, LAST_PRICE), BigEndian.getU32(cached, LAST_PRICE));
        assertTrue(BigEndian.getU32(cached, VOLUME) > BigEndian.getU32(before, VOLUME));
        assertEquals(NOW - 86_400, BigEndian.getU32(cached, EXCHANGE_TIME));
    }

    @Test
    void theVolumeNeverWraps() {
        Feed feed = feed("NSE:IDEA");
        Feed option = feed(dump.listings().stream()
                .filter(l -> l.name().equals("IDEA") && l.isOption())
                .findFirst()
                .orElseThrow()
                .quoteKey());
        long volume = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] packet = next(option);
            assertTrue(BigEndian.getU32(packet, VOLUME) > volume);
            volume = BigEndian.getU32(packet, VOLUME);
        }
        assertTrue(volume > 1L << 31, "beyond the signed numbers: " + volume);
        assertTrue(BigEndian.getU32(next(feed), VOLUME) > 0);
    }
}
