package dev.liquidity.connector.kite.instruments;

/**
 * What derivatives are derived from, and where both are listed.
 *
 * @param symbol the dump's {@code name} of the derivatives, for example {@code BANKNIFTY}
 * @param spot the tradingsymbol of the underlying itself, for example {@code NIFTY BANK}
 * @param spotExchange for example {@code NSE}
 * @param exchange of the derivatives, for example {@code NFO}
 */
public record Underlying(String symbol, String spot, String spotExchange, String exchange) {
    /** The name that the quote call takes. */
    String quoteName() {
        return spotExchange + ":" + spot;
    }
}
