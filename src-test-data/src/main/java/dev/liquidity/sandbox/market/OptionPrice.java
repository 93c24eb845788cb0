package dev.liquidity.sandbox.market;

/** Black's price of a European option on a forward, without discounting. */
final class OptionPrice {
    private OptionPrice() {}

    /**
     * The price.
     *
     * @param years to expiry, above zero
     * @param volatility a year, above zero
     */
    static double of(boolean call, double forward, double strike, double years, double volatility) {
        double deviation = volatility * Math.sqrt(years);
        double d1 = Math.log(forward / strike) / deviation + deviation / 2;
        double d2 = d1 - deviation;
        double price = call ? forward * normal(d1) - strike * normal(d2) : strike * normal(-d2) - forward * normal(-d1);
        return Math.max(price, 0);
    }

    /** The cumulative normal distribution; Abramowitz and Stegun 26.2.17, to within 1e-7. */
    static double normal(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double tail = 0.3989422804014327
                * Math.exp(-x * x / 2)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x >= 0 ? 1 - tail : tail;
    }
}
