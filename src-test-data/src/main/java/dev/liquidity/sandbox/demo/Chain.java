package dev.liquidity.sandbox.demo;

import dev.liquidity.sandbox.market.IndexTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An option chain: calls and puts of the nearest expiry, at the strikes nearest to the spot. Immutable.
 *
 * @param spot its name
 * @param quote its newest tick
 * @param rows the lowest strike first
 */
record Chain(String spot, StoreReader.Quote quote, String expiry, List<Row> rows) {
    /** Call and put of a strike; null without a tick. */
    record Row(double strike, StoreReader.Quote call, StoreReader.Quote put) {}

    /** @return null when the store holds no spot or no option of this underlying */
    static Chain read(StoreReader store, String underlying, int strikes) throws SQLException {
        String spot = IndexTable.spot(underlying);
        String date = store.tradeDate();
        String expiry = date == null ? null : store.nearestExpiry(date, underlying);
        StoreReader.Quote quote = expiry == null ? null : store.newest(date, spot);
        if (quote == null) {
            return null;
        }
        List<Row> rows = new ArrayList<>();
        for (double strike : store.strikes(date, underlying, expiry, quote.price(), strikes)) {
            rows.add(new Row(
                    strike,
                    newest(store, date, underlying, expiry, strike, "CE"),
                    newest(store, date, underlying, expiry, strike, "PE")));
        }
        return new Chain(spot, quote, expiry, List.copyOf(rows));
    }

    private static StoreReader.Quote newest(
            StoreReader store, String date, String underlying, String expiry, double strike, String type)
            throws SQLException {
        String option = store.option(date, underlying, expiry, strike, type);
        return option == null ? null : store.newest(date, option);
    }

    /** A table, each line with its end. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %,.2f at %s, options expiring on %s%n%n%10s%10s%12s%13s%12s%10s%12s%n",
                spot,
                quote.price(),
                quote.time(),
                expiry,
                "call bid",
                "ask",
                "volume",
                "strike",
                "put bid",
                "ask",
                "volume"));
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%10s%10s%12s%,13.0f%12s%10s%12s%n",
                    price(row.call == null ? null : row.call.bid()),
                    price(row.call == null ? null : row.call.ask()),
                    volume(row.call),
                    row.strike,
                    price(row.put == null ? null : row.put.bid()),
                    price(row.put == null ? null : row.put.ask()),
                    volume(row.put)));
        }
        return text.toString();
    }

    private static String price(Double price) {
        return price == null ? "-" : String.format(Locale.ROOT, "%,.2f", price);
    }

    private static String volume(StoreReader.Quote quote) {
        return quote == null ? "-" : String.format(Locale.ROOT, "%,d", quote.volume());
    }
}
