package dev.liquidity.sandbox.ticker;

/**
 * How many ticks the exchange sends.
 *
 * @param kind what sets the pace
 * @param perSecond of a {@link Kind#TOTAL} rate: over all sockets and instruments
 */
public record Rate(Kind kind, double perSecond) {
    /** What sets the pace. */
    public enum Kind {
        /** Each instrument's own liquidity, with bursts. */
        MARKET,
        /** A number of ticks a second, spread by liquidity. */
        TOTAL,
        /** What the sockets take. */
        MAX
    }

    /** As a market would. */
    public static final Rate MARKET = new Rate(Kind.MARKET, 0);

    /** As fast as the sockets take. */
    public static final Rate MAX = new Rate(Kind.MAX, 0);

    /** So many ticks a second in all. */
    public static Rate total(double perSecond) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("a rate above zero: " + perSecond);
        }
        return new Rate(Kind.TOTAL, perSecond);
    }

    /**
     * Reads {@code market}, {@code max} or a number.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Rate parse(String text) {
        return switch (text) {
            case "market" -> MARKET;
            case "max" -> MAX;
            default -> total(Double.parseDouble(text));
        };
    }

    @Override
    public String toString() {
        return kind == Kind.TOTAL ? Double.toString(perSecond) : kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
