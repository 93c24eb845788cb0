package dev.liquidity.common.market;

import java.util.Map;

/**
 * The indices, whose spots have other names than their derivatives.
 *
 * <p>Source: Kite Connect's instrument dump.
 */
public final class Indices {
    /** The derivatives' name by the spot's tradingsymbol. */
    public static final Map<String, String> SYMBOLS = Map.of(
            "NIFTY 50", "NIFTY",
            "NIFTY BANK", "BANKNIFTY",
            "NIFTY FIN SERVICE", "FINNIFTY",
            "NIFTY MID SELECT", "MIDCPNIFTY",
            "NIFTY NEXT 50", "NIFTYNXT50");

    private Indices() {}
}
