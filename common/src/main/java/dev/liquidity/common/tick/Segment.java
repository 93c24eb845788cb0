package dev.liquidity.common.tick;

/**
 * What the low byte of an instrument token says: the decimals of its prices, and whether it can be traded.
 *
 * <p>Source: Kite Connect's WebSocket documentation ("instrument_token = exchange_token * 256 + segment").
 */
public final class Segment {
    /** NSE and BSE indices: they have a price, and neither volume nor depth. */
    public static final int INDICES = 9;

    private static final int CDS = 3;
    private static final int BCD = 6;

    private Segment() {}

    /** The segment of a token: 0 to 255. */
    public static int of(long instrumentToken) {
        return (int) (instrumentToken & 0xff);
    }

    /** How many decimals a price of this token has: 7 for CDS, 4 for BCD, 2 for all others. */
    public static int priceDecimals(long instrumentToken) {
        return switch (of(instrumentToken)) {
            case CDS -> 7;
            case BCD -> 4;
            default -> 2;
        };
    }

    /** Whether the token is of something that can be bought; an index can't. */
    public static boolean isTradable(long instrumentToken) {
        return of(instrumentToken) != INDICES;
    }
}
