package dev.liquidity.common.tick;

/**
 * One observation of one instrument. Immutable. Prices are integers, scaled by ten to the power of
 * {@code priceDecimals}; a number that the mode does not carry, or that the exchange left empty, is {@link #ABSENT}.
 * A foreign writer's numbers can lie outside the ranges below.
 *
 * <p>A tick does not hold its own identity, which is the stream entry's ID ({@code StreamId}). It is built with a
 * {@link Builder}, since nobody can tell 24 arguments apart.
 *
 * @param mode how much the exchange sends; null only in a foreign writer's entry that names none
 * @param tradable whether it can be bought; false for an index
 * @param instrumentToken 1 to 2^32-1; its low byte is the {@link Segment}
 * @param tradingsymbol the real name in the exchange's dump; never null or empty
 * @param name the dump's {@code name}, for a derivative its underlying; null only in a foreign writer's entry
 * @param priceDecimals the power of ten by which every price of this tick, its depth included, is scaled: the
 *     segment's 2, 4 or 7; more, up to 18, only if a foreign writer's prices have more digits
 * @param lastPrice scaled
 * @param lastTradedQuantity of the last trade, in units (not lots), 0 to 2^32-1
 * @param averageTradedPrice the day's, weighted by volume; scaled
 * @param volumeTraded the day's, in units, 0 to 2^32-1
 * @param totalBuyQuantity all open buy orders, in units, 0 to 2^32-1
 * @param totalSellQuantity all open sell orders, in units, 0 to 2^32-1
 * @param open the day's first price, scaled
 * @param high the day's highest price, scaled
 * @param low the day's lowest price, scaled
 * @param close the previous day's close, scaled
 * @param changePercent last price against {@code close}, in percent; 0 if that is 0; rounded to 4 decimals by our
 *     connector; NaN if absent
 * @param lastTradeTimeMicros microseconds since the epoch; the exchange gives whole seconds
 * @param oi open interest as the exchange sends it, in units for NSE's derivatives (a multiple of the lot), 0 to
 *     2^32-1; 0 for what has none
 * @param oiDayHigh the highest open interest of the day, as {@code oi}
 * @param oiDayLow the lowest open interest of the day, as {@code oi}
 * @param exchangeTimeMicros microseconds since the epoch; the exchange gives whole seconds
 * @param depth null if the mode has none; a level's number can be {@link #ABSENT} in a foreign writer's entry
 * @param receivedAtMicros when the socket delivered it, by the connector's clock: microseconds since the epoch;
 *     absent in a foreign writer's entry
 */
public record Tick(
        Mode mode,
        boolean tradable,
        long instrumentToken,
        String tradingsymbol,
        String name,
        int priceDecimals,
        long lastPrice,
        long lastTradedQuantity,
        long averageTradedPrice,
        long volumeTraded,
        long totalBuyQuantity,
        long totalSellQuantity,
        long open,
        long high,
        long low,
        long close,
        double changePercent,
        long lastTradeTimeMicros,
        long oi,
        long oiDayHigh,
        long oiDayLow,
        long exchangeTimeMicros,
        Depth depth,
        long receivedAtMicros) {
    /** The value of an absent number: no price, quantity or time is that low. */
    public static final long ABSENT = Long.MIN_VALUE;

    @Override
    public String toString() {
        return "Tick[" + tradingsymbol + " " + lastPrice + "e-" + priceDecimals + " received " + receivedAtMicros + "]";
    }

    /**
     * The fields of one tick after another: plain ones, since a tick has too many for a method each. Absent unless set,
     * prices with 2 decimals. Not thread-safe.
     */
    public static final class Builder {
        public Mode mode;
        public boolean tradable;
        public long instrumentToken;
        public String tradingsymbol;
        public String name;
        public int priceDecimals;
        public long lastPrice;
        public long lastTradedQuantity;
        public long averageTradedPrice;
        public long volumeTraded;
        public long totalBuyQuantity;
        public long totalSellQuantity;
        public long open;
        public long high;
        public long low;
        public long close;
        public double changePercent;
        public long lastTradeTimeMicros;
        public long oi;
        public long oiDayHigh;
        public long oiDayLow;
        public long exchangeTimeMicros;
        public Depth depth;
        public long receivedAtMicros;

        public Builder() {
            clear();
        }

        /** Forgets every field, for the next tick. */
        public Builder clear() {
            mode = null;
            tradable = false;
            instrumentToken = 0;
            tradingsymbol = null;
            name = null;
            priceDecimals = 2;
            lastPrice = ABSENT;
            lastTradedQuantity = ABSENT;
            averageTradedPrice = ABSENT;
            volumeTraded = ABSENT;
            totalBuyQuantity = ABSENT;
            totalSellQuantity = ABSENT;
            open = ABSENT;
            high = ABSENT;
            low = ABSENT;
            close = ABSENT;
            changePercent = Double.NaN;
            lastTradeTimeMicros = ABSENT;
            oi = ABSENT;
            oiDayHigh = ABSENT;
            oiDayLow = ABSENT;
            exchangeTimeMicros = ABSENT;
            depth = null;
            receivedAtMicros = ABSENT;
            return this;
        }

        /**
         * The tick.
         *
         * @throws IllegalStateException without a token or a tradingsymbol: a tick of no instrument must not exist
         */
        public Tick build() {
            if (instrumentToken <= 0 || tradingsymbol == null || tradingsymbol.isEmpty()) {
                throw new IllegalStateException("a tick without instrument_token or tradingsymbol");
            }
            return new Tick(
                    mode,
                    tradable,
                    instrumentToken,
                    tradingsymbol,
                    name,
                    priceDecimals,
                    lastPrice,
                    lastTradedQuantity,
                    averageTradedPrice,
                    volumeTraded,
                    totalBuyQuantity,
                    totalSellQuantity,
                    open,
                    high,
                    low,
                    close,
                    changePercent,
                    lastTradeTimeMicros,
                    oi,
                    oiDayHigh,
                    oiDayLow,
                    exchangeTimeMicros,
                    depth,
                    receivedAtMicros);
        }
    }
}
