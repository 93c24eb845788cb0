package dev.liquidity.common.tick;

/**
 * The segment of an instrument, which is the low byte of its token. It determines the decimals of prices, and whether
 * the instrument can be traded.
 *
 * <p>Source: Kite Connect's WebSocket documentation ("instrument_token = exchange_token * 256 + segment").
 */
public final class Segment {
    /** NSE and BSE indices, which have a price, but neither volume nor depth. */
    public static final int INDICES = 9;

    private static final int CDS = 3;
    private static final int BCD = 6;

    private Segment() {}

    /** The segment of a token: 0 to 255. */
    public static int of(long instrumentToken) {
        return (int) (instrumentToken & 0xff);
    }

    /** How many decimals the instrument's prices have: 7 for CDS, 4 for BCD, 2 for all others. */
    public static int priceDecimals(long instrumentToken) {
        return switch (of(instrumentToken)) {
            case CDS -> 7;
            case BCD -> 4;
            default -> 2;
        };
    }

    /** Whether the instrument can be bought; an index cannot. */
    public static boolean isTradable(long instrumentToken) {
        return of(instrumentToken) != INDICES;
    }
}
