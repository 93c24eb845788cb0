package dev.liquidity.common.market;

import java.util.List;

/**
 * An index, whose spot has another name than its derivatives. Immutable.
 *
 * <p>Source: Kite Connect's instrument dump, which also has the weekdays, lots and weeklies: they change by circular.
 *
 * @param symbol the dump's {@code name} of the derivatives, for example {@code BANKNIFTY}
 * @param spot the tradingsymbol of the index itself, for example {@code NIFTY BANK}
 * @param spotExchange for example {@code NSE}
 * @param exchange of the derivatives, for example {@code NFO}
 */
public record Index(String symbol, String spot, String spotExchange, String exchange) {
    /** Those that have derivatives. */
    public static final List<Index> ALL = List.of(
            new Index("NIFTY", "NIFTY 50", "NSE", "NFO"),
            new Index("BANKNIFTY", "NIFTY BANK", "NSE", "NFO"),
            new Index("FINNIFTY", "NIFTY FIN SERVICE", "NSE", "NFO"),
            new Index("MIDCPNIFTY", "NIFTY MID SELECT", "NSE", "NFO"),
            new Index("NIFTYNXT50", "NIFTY NEXT 50", "NSE", "NFO"),
            new Index("SENSEX", "SENSEX", "BSE", "BFO"),
            new Index("BANKEX", "BANKEX", "BSE", "BFO"));
}
