package dev.liquidity.sandbox.market;

import java.time.LocalDate;

/**
 * A row of the instrument dump.
 *
 * @param expiry null for what does not expire
 * @param strike zero for what has none
 * @param tickSize smallest step of the price; zero for an index
 * @param lotSize units a lot; zero for an index
 * @param type {@code EQ, FUT, CE} or {@code PE}
 * @param row the whole row as the server writes it, without its line end
 */
public record Listing(
        long token,
        String tradingsymbol,
        String name,
        LocalDate expiry,
        double strike,
        double tickSize,
        int lotSize,
        String type,
        String segment,
        String exchange,
        String row) {

    /** The columns of the dump, as its first line names them. */
    public static final String HEADER =
            "instrument_token,exchange_token,tradingsymbol,name,last_price,expiry,strike,tick_size,lot_size,"
                    + "instrument_type,segment,exchange";

    /** Whether it is an index: it has a price only. */
    public boolean isIndex() {
        return (token & 0xff) == 9;
    }

    /** Whether it is an option. */
    public boolean isOption() {
        return type.equals("CE") || type.equals("PE");
    }

    /** The name by which the quote service knows it, for example {@code NSE:NIFTY 50}. */
    public String quoteKey() {
        return exchange + ":" + tradingsymbol;
    }

    @Override
    public String toString() {
        return quoteKey();
    }
}
