package dev.liquidity.sandbox.market;

/**
 * One instrument's ticks, as packets. Every packet has a number of its own: a tradable's volume and an index's high are
 * above those of the packet before, on whichever socket. Thread-safe.
 */
public interface Feed {
    /** What it is a feed of. */
    Listing listing();

    /** Ticks a second that a market would bring: 0.01 to about 2. */
    double ticksPerSecond();

    /**
     * Moves on by one tick and writes it.
     *
     * @param at where in {@code out} the packet begins
     * @param epochSeconds the exchange's time
     * @return the packet's length
     */
    int writeNext(byte[] out, int at, FeedMode mode, long epochSeconds);

    /**
     * Writes the last tick again under a new number, as the exchange does on a subscription.
     *
     * @param epochSeconds the time of that last tick
     * @return the packet's length
     */
    int writeCached(byte[] out, int at, FeedMode mode, long epochSeconds);

    /** A copy of the last tick's full packet; nothing moves on. */
    byte[] peek(long epochSeconds);
}
