package dev.liquidity.sandbox.market;

import static dev.liquidity.sandbox.wire.PacketLayout.*;

import dev.liquidity.sandbox.wire.BigEndian;
import dev.liquidity.sandbox.wire.PacketLayout;

/**
 * What can be bought: an equity, a future or an option. Its full packet lives in one array that each tick patches; the
 * shorter modes are its beginning. The day's volume is its ticks' number.
 */
final class TradableFeed implements Feed {
    private static final long VOLUME_NEAR_LIMIT = 3_900_000_000L;
    private static final long OI_LIMIT = 2_000_000_000L;

    /** 09:15 IST, in seconds of a day of UTC. */
    private static final long OPEN_SECONDS = 3 * 3600 + 45 * 60;

    private static final double SESSION_SECONDS = 375 * 60;

    private final Listing listing;
    private final Spot spot;
    private final long expirySeconds;
    private final double ticksPerSecond;
    private final long divisor;
    private final int step;
    private final int lot;
    private final byte[] packet = new byte[FULL_LENGTH];

    private long random;
    private double pricedAt;
    private long bid;
    private long ask;
    private long high;
    private long low;
    private long volume;
    private double turnover;
    private long totalBuy;
    private long totalSell;
    private long oi;
    private long oiHigh;
    private long oiLow;

    /**
     * @param expirySeconds when it expires, since the epoch; ignored for what does not
     * @param seed not zero
     */
    TradableFeed(Listing listing, Spot spot, long expirySeconds, double ticksPerSecond, long seed, long epochSeconds) {
        this.listing = listing;
        this.spot = spot;
        this.expirySeconds = expirySeconds;
        this.ticksPerSecond = ticksPerSecond;
        this.divisor = PacketLayout.divisor(listing.token());
        this.step = (int) Math.max(1, Math.round(FairPrice.tickSize(listing) * divisor));
        this.lot = Math.max(1, listing.lotSize());
        this.random = seed;
        begin(epochSeconds);
    }

    private void begin(long epochSeconds) {
        price(epochSeconds);
        long last = bid;
        long close = Math.max(step, round(last * (0.96 + 0.08 * fraction())));
        long open = Math.max(step, (last + close) / 2 / step * step);
        high = Math.max(last, open);
        low = Math.min(last, open);
        volume = lot * (1 + (long) (20_000 * ticksPerSecond * (0.5 + fraction())));
        turnover = (double) volume * last;
        totalBuy = lot * (100 + bits(4_000));
        totalSell = lot * (100 + bits(4_000));
        oi = listing.expiry() == null ? 0 : lot * (200 + bits(40_000));
        oiHigh = oi;
        oiLow = oi;
        BigEndian.putU32(packet, TOKEN, listing.token());
        BigEndian.putU32(packet, LAST_PRICE, last);
        BigEndian.putU32(packet, OPEN, open);
        BigEndian.putU32(packet, CLOSE, close);
        putTotals(lot, last);
        putBook();
    }

    @Override
    public Listing listing() {
        return listing;
    }

    @Override
    public double ticksPerSecond() {
        return ticksPerSecond;
    }

    @Override
    public synchronized int writeNext(byte[] out, int at, FeedMode mode, long epochSeconds) {
        if (spot.price() != pricedAt) {
            price(epochSeconds);
            putBook();
        } else {
            putQuantity(bits(2 * LEVELS));
            putQuantity(0);
            putQuantity(LEVELS);
        }
        long last = (next() & 1) == 0 ? bid : ask;
        high = Math.max(high, last);
        low = Math.min(low, last);
        BigEndian.putU32(packet, LAST_PRICE, last);
        trade(lot * (1L + bits(8)), last);
        return copy(out, at, mode, epochSeconds, epochSeconds);
    }

    @Override
    public synchronized int writeCached(byte[] out, int at, FeedMode mode, long epochSeconds) {
        trade(lot, BigEndian.getU32(packet, LAST_PRICE));
        return copy(out, at, mode, epochSeconds, epochSeconds);
    }

    @Override
    public synchronized byte[] peek(long epochSeconds) {
        byte[] copy = packet.clone();
        BigEndian.putU32(copy, EXCHANGE_TIME, epochSeconds);
        BigEndian.putU32(copy, LAST_TRADE_TIME, epochSeconds);
        return copy;
    }

    private int copy(byte[] out, int at, FeedMode mode, long exchangeSeconds, long tradeSeconds) {
        BigEndian.putU32(packet, LAST_TRADE_TIME, tradeSeconds);
        BigEndian.putU32(packet, EXCHANGE_TIME, exchangeSeconds);
        System.arraycopy(packet, 0, out, at, mode.tradableLength);
        return mode.tradableLength;
    }

    /** Counts a trade. Near the end of 32 bits the volume goes on by one, so that it never wraps within a day. */
    private void trade(long quantity, long last) {
        long counted = volume < VOLUME_NEAR_LIMIT ? quantity : 1;
        volume += counted;
        turnover += (double) counted * last;
        totalBuy = Math.max(lot, totalBuy + lot * (bits(7) - 3L));
        totalSell = Math.max(lot, totalSell + lot * (bits(7) - 3L));
        if (oi > 0 && bits(4) == 0) {
            oi = Math.min(OI_LIMIT, Math.max(lot, oi + lot * (bits(6) - 2L)));
            oiHigh = Math.max(oiHigh, oi);
            oiLow = Math.min(oiLow, oi);
        }
        putTotals(counted, last);
    }

    private void putTotals(long lastQuantity, long last) {
        BigEndian.putU32(packet, LAST_QUANTITY, lastQuantity);
        BigEndian.putU32(packet, AVERAGE_PRICE, Math.round(turnover / volume));
        BigEndian.putU32(packet, VOLUME, volume);
        BigEndian.putU32(packet, TOTAL_BUY, totalBuy);
        BigEndian.putU32(packet, TOTAL_SELL, totalSell);
        BigEndian.putU32(packet, HIGH, high);
        BigEndian.putU32(packet, LOW, low);
        BigEndian.putU32(packet, OI, oi);
        BigEndian.putU32(packet, OI_DAY_HIGH, oiHigh);
        BigEndian.putU32(packet, OI_DAY_LOW, oiLow);
    }

    private void price(long epochSeconds) {
        pricedAt = spot.price();
        FairPrice fair = FairPrice.of(listing, pricedAt, spot.volatility(), expirySeconds - epochSeconds);
        double halfSpread = fair.halfSpread() * width(epochSeconds);
        bid = Math.max(0, (long) Math.floor((fair.mid() - halfSpread) * divisor / step) * step);
        ask = Math.max(bid + step, (long) Math.ceil((fair.mid() + halfSpread) * divisor / step) * step);
        bid = bid == 0 ? step : bid;
        ask = Math.max(ask, bid + step);
    }

    /** The market's width against that of a calm hour: three times as wide at the open, and wider before the close. */
    private double width(long epochSeconds) {
        double second = Math.floorMod(epochSeconds - OPEN_SECONDS, 86_400L);
        double edges = second > SESSION_SECONDS
                ? 0
                : 2 * Math.exp(-second / 600) + 0.5 * Math.exp((second - SESSION_SECONDS) / 600);
        return (1 + edges) * (0.75 + 0.5 * fraction());
    }

    /** The wider the market, the further apart its levels. */
    private void putBook() {
        long apart = Math.max(1, (ask - bid) / step / 4) * step;
        for (int i = 0; i < LEVELS; i++) {
            putLevel(i, bid - i * apart);
            putLevel(LEVELS + i, ask + i * apart);
        }
    }

    /** Some prices are worth waiting at: what is quoted there is a multiple of what is quoted elsewhere. */
    private int weight(long price) {
        long mixed = price / (step * 8L) * 0x9E3779B97F4A7C15L >>> 58;
        return mixed < 3 ? 8 : mixed < 12 ? 3 : 1;
    }

    /** A level at no price is an empty one: nothing is bid below one step. */
    private void putLevel(int level, long price) {
        int at = DEPTH + level * LEVEL_LENGTH;
        boolean empty = price <= 0;
        BigEndian.putU32(packet, at + LEVEL_PRICE, empty ? 0 : price);
        BigEndian.putU32(packet, at + LEVEL_QUANTITY, empty ? 0 : lot * weight(price) * (1L + bits(40)));
        BigEndian.putU16(packet, at + LEVEL_ORDERS, empty ? 0 : 1 + bits(12));
    }

    private void putQuantity(int level) {
        int at = DEPTH + level * LEVEL_LENGTH;
        putLevel(level, BigEndian.getU32(packet, at + LEVEL_PRICE));
    }

    private long round(double price) {
        return Math.round(price / step) * step;
    }

    /** Xorshift: this feed's own, so that its ticks depend on the seed only. */
    private long next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random;
    }

    private int bits(int below) {
        return (int) ((next() >>> 33) * below >>> 31);
    }

    private double fraction() {
        return (next() >>> 11) * 0x1p-53;
    }
}
