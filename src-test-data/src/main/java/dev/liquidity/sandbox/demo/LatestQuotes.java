package dev.liquidity.sandbox.demo;

import dev.liquidity.sandbox.market.IndexTable;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import redis.clients.jedis.Jedis;

/**
 * The newest prices of an underlying and of its option nearest to the spot, from the {@code latest:} keys. Not
 * thread-safe.
 */
final class LatestQuotes {
    private final Jedis redis;
    private final String underlying;
    private final String spot;
    private String option;

    LatestQuotes(Jedis redis, String underlying) {
        this.redis = redis;
        this.underlying = underlying;
        this.spot = IndexTable.spot(underlying);
    }

    /** As text; without what is not there yet. */
    List<String> now(StoreReader store) throws SQLException {
        List<String> quotes = new ArrayList<>();
        String price = redis.hget("latest:" + spot, "last_price");
        if (price == null) {
            return quotes;
        }
        quotes.add(spot + " " + rupees(price));
        if (option == null) {
            option = optionAt(store, Double.parseDouble(price));
        }
        List<String> book = option == null ? List.of() : redis.hmget("latest:" + option, "bid", "ask");
        if (!book.isEmpty() && book.get(0) != null && book.get(1) != null) {
            quotes.add(option + " bid " + rupees(book.get(0)) + " ask " + rupees(book.get(1)));
        }
        return quotes;
    }

    private String optionAt(StoreReader store, double price) throws SQLException {
        String date = store.tradeDate();
        String expiry = date == null ? null : store.nearestExpiry(date, underlying);
        if (expiry == null) {
            return null;
        }
        List<Double> strikes = store.strikes(date, underlying, expiry, price, 1);
        return strikes.isEmpty() ? null : store.option(date, underlying, expiry, strikes.get(0), "CE");
    }

    private static String rupees(String price) {
        return String.format(Locale.ROOT, "%,.2f", new BigDecimal(price));
    }
}
