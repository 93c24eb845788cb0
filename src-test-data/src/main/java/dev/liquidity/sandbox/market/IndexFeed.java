package dev.liquidity.sandbox.market;

import dev.liquidity.sandbox.wire.BigEndian;
import dev.liquidity.sandbox.wire.PacketLayout;

/**
 * An index: its price is the spot's. The day's high is its ticks' number: one paisa higher with each, or at the price
 * when that climbs above it.
 */
final class IndexFeed implements Feed {
    private final Listing listing;
    private final Spot spot;
    private final double ticksPerSecond;
    private final byte[] packet = new byte[PacketLayout.INDEX_FULL_LENGTH];
    private long high;
    private long low;
    private final long close;

    IndexFeed(Listing listing, Spot spot, double ticksPerSecond) {
        this.listing = listing;
        this.spot = spot;
        this.ticksPerSecond = ticksPerSecond;
        long last = paise();
        close = Math.round(spot.base() * 99.6);
        long open = Math.round(spot.base() * 99.9);
        high = Math.max(last, open) + 1;
        low = Math.min(last, open);
        BigEndian.putU32(packet, PacketLayout.TOKEN, listing.token());
        BigEndian.putU32(packet, PacketLayout.INDEX_OPEN, open);
        BigEndian.putU32(packet, PacketLayout.INDEX_CLOSE, close);
        put(last);
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
        long last = paise();
        high = Math.max(high + 1, last);
        low = Math.min(low, last);
        put(last);
        return copy(out, at, mode, epochSeconds);
    }

    @Override
    public synchronized int writeCached(byte[] out, int at, FeedMode mode, long epochSeconds) {
        high++;
        BigEndian.putU32(packet, PacketLayout.INDEX_HIGH, high);
        return copy(out, at, mode, epochSeconds);
    }

    @Override
    public synchronized byte[] peek(long epochSeconds) {
        byte[] copy = packet.clone();
        BigEndian.putU32(copy, PacketLayout.INDEX_EXCHANGE_TIME, epochSeconds);
        return copy;
    }

    private int copy(byte[] out, int at, FeedMode mode, long epochSeconds) {
        BigEndian.putU32(packet, PacketLayout.INDEX_EXCHANGE_TIME, epochSeconds);
        System.arraycopy(packet, 0, out, at, mode.indexLength);
        return mode.indexLength;
    }

    private void put(long last) {
        BigEndian.putU32(packet, PacketLayout.LAST_PRICE, last);
        BigEndian.putU32(packet, PacketLayout.INDEX_HIGH, high);
        BigEndian.putU32(packet, PacketLayout.INDEX_LOW, low);
        BigEndian.putU32(packet, PacketLayout.INDEX_CHANGE, last - close);
    }

    private long paise() {
        return Math.round(spot.price() * 100);
    }
}
