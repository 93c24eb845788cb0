package dev.liquidity.sandbox.market;

/**
 * What an instrument is worth at a given spot, and how wide its market is.
 *
 * @param mid in rupees
 * @param halfSpread in rupees, at least half a tick
 */
record FairPrice(double mid, double halfSpread) {
    /** Interest less dividends a year: how far a future is above its spot. */
    private static final double CARRY = 0.065;

    private static final double SECONDS_A_YEAR = 365 * 86_400.0;

    /**
     * The price of a listing.
     *
     * @param secondsToExpiry of a derivative; ignored for others
     */
    static FairPrice of(Listing listing, double spot, double volatility, double secondsToExpiry) {
        double tick = tickSize(listing);
        if (listing.expiry() == null) {
            return new FairPrice(spot, Math.max(tick / 2, spot * 0.0001));
        }
        double years = Math.max(secondsToExpiry, 300) / SECONDS_A_YEAR;
        double forward = spot * (1 + CARRY * years);
        if (!listing.isOption()) {
            // Later months have a wider market.
            return new FairPrice(forward, Math.max(tick / 2, forward * (0.00004 + 0.0001 * years)));
        }
        double away = distance(listing, spot, volatility, years);
        double smile = volatility * (1 + 0.06 * Math.min(away, 6));
        double price = OptionPrice.of(listing.type().equals("CE"), forward, listing.strike(), years, smile);
        double part = 0.0015 + 0.004 * Math.min(away * away, 16);
        // Deep in the money the spread is that of the stock itself, not a part of a price that is all intrinsic.
        double halfSpread = Math.min(price * part, forward * 0.0006);
        return new FairPrice(Math.max(price, tick), Math.max(tick / 2, halfSpread));
    }

    /**
     * Ticks a second that a market would bring it: most near the money of the nearest expiry.
     *
     * @param secondsToExpiry of a derivative; ignored for others
     */
    static double ticksPerSecond(Listing listing, Spot spot, double secondsToExpiry) {
        boolean index = listing.isIndex() || spot.volatility() < 0.2;
        if (listing.expiry() == null) {
            return index ? 1.5 : 0.3;
        }
        double days = Math.max(secondsToExpiry, 0) / 86_400;
        double near = Math.exp(-days / 20);
        double busy = index ? 2 : 0.6;
        if (!listing.isOption()) {
            return Math.max(0.2, busy * near);
        }
        double years = Math.max(secondsToExpiry, 3_600) / SECONDS_A_YEAR;
        double away = distance(listing, spot.price(), spot.volatility(), years);
        return Math.max(0.01, busy * near * Math.exp(-away * away / 3));
    }

    static double tickSize(Listing listing) {
        return listing.tickSize() > 0 ? listing.tickSize() : 0.05;
    }

    /** Of the strike from the spot, in standard deviations until expiry. */
    private static double distance(Listing listing, double spot, double volatility, double years) {
        return Math.abs(Math.log(listing.strike() / spot)) / (volatility * Math.sqrt(years));
    }
}
