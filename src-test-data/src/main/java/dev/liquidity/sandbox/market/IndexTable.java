package dev.liquidity.sandbox.market;

import java.time.DayOfWeek;
import java.util.List;

/**
 * The indices that derivatives are traded on: the sandbox's own table of their spots, lots, strikes and expiry days.
 */
public final class IndexTable {
    /**
     * An index.
     *
     * @param name the underlying's name in its derivatives' rows
     * @param spot the tradingsymbol of the index itself
     * @param token the index's token, the real one
     * @param exchange of the index
     * @param expiryDay of its derivatives
     * @param weekly whether it has weekly expiries beside the monthly ones
     * @param level where its walk begins, in points
     */
    record Index(
            String name,
            String spot,
            long token,
            String exchange,
            DayOfWeek expiryDay,
            boolean weekly,
            int strikeStep,
            int strikesASide,
            int lot,
            double level) {
        String derivativesExchange() {
            return exchange.equals("BSE") ? "BFO" : "NFO";
        }
    }

    static final List<Index> ALL = List.of(
            new Index("NIFTY", "NIFTY 50", 256265, "NSE", DayOfWeek.TUESDAY, true, 50, 55, 65, 24_712.35),
            new Index("BANKNIFTY", "NIFTY BANK", 260105, "NSE", DayOfWeek.TUESDAY, false, 100, 75, 30, 55_408.10),
            new Index("FINNIFTY", "NIFTY FIN SERVICE", 257801, "NSE", DayOfWeek.TUESDAY, false, 50, 50, 60, 26_190.75),
            new Index(
                    "MIDCPNIFTY", "NIFTY MID SELECT", 288009, "NSE", DayOfWeek.TUESDAY, false, 25, 60, 120, 12_874.50),
            new Index("NIFTYNXT50", "NIFTY NEXT 50", 270857, "NSE", DayOfWeek.TUESDAY, false, 100, 60, 25, 67_220.05),
            new Index("SENSEX", "SENSEX", 265, "BSE", DayOfWeek.THURSDAY, true, 100, 70, 20, 80_715.40),
            new Index("BANKEX", "BANKEX", 274441, "BSE", DayOfWeek.THURSDAY, false, 100, 70, 30, 62_011.20));

    private IndexTable() {}

    /** The tradingsymbol of an underlying's spot: {@code NIFTY 50} for {@code NIFTY}; a stock's is its own name. */
    public static String spot(String underlying) {
        return ALL.stream()
                .filter(index -> index.name().equals(underlying))
                .map(Index::spot)
                .findFirst()
                .orElse(underlying);
    }
}
