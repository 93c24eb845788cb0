package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the dashboard should show, by another path: plain SQL over the ticks. */
final class PlainSql {
    private static final String SPREAD = "ask_price_0 - bid_price_0";
    private static final String BASIS = "20000 * (" + SPREAD + ") / (ask_price_0 + bid_price_0)";
    private static final String OF_NEAREST = " FROM ticks JOIN instruments USING (trade_date, tradingsymbol)"
            + " WHERE name = 'NIFTY' AND expiry = (SELECT min(expiry) FROM instruments WHERE name = 'NIFTY'"
            + " AND instrument_type = 'CE') AND bid_price_0 > 0 AND strike = %s AND instrument_type = '%s'";

    private final StoreView store;

    PlainSql(Path database) {
        store = new StoreView(database);
    }

    long number(String query) throws SQLException {
        return store.number(query);
    }

    /** Average, median and 95th percentile of the minutes' average spreads: in points, then in basis points. */
    List<Double> spreadStatistics(String symbol) throws SQLException {
        List<Double> statistics = new ArrayList<>();
        for (String value : List.of(SPREAD, BASIS)) {
            List<Double> minutes = new ArrayList<>();
            store.query(
                    "SELECT avg(" + value
                            + ") FROM ticks WHERE bid_price_0 > 0 AND ask_price_0 > 0 AND tradingsymbol = '" + symbol
                            + "' GROUP BY substr(exchange_timestamp, 12, 5) ORDER BY 1",
                    row -> minutes.add(row.getDouble(1)));
            statistics.add(minutes.stream().mapToDouble(each -> each).average().orElseThrow());
            statistics.add(quantile(minutes, 0.5));
            statistics.add(quantile(minutes, 0.95));
        }
        return statistics;
    }

    private static double quantile(List<Double> sorted, double share) {
        double at = (sorted.size() - 1) * share;
        double low = sorted.get((int) at);
        return low + (sorted.get((int) Math.ceil(at)) - low) * (at % 1);
    }

    /**
     * The average spread of an option of NIFTY's nearest expiry, in basis points.
     *
     * @param group an expression, which gives the keys of the answer
     */
    TreeMap<String, Double> spreads(String strike, String type, String group) throws SQLException {
        TreeMap<String, Double> spreads = new TreeMap<>();
        store.query(
                "SELECT " + group + ", avg(" + BASIS + ")" + OF_NEAREST.formatted(strike, type) + " GROUP BY 1",
                row -> spreads.put(row.getString(1), row.getDouble(2)));
        return spreads;
    }

    /** Bid, ask, spread and the two sizes of an option of NIFTY's nearest expiry, before a minute begins. */
    List<Double> quote(String strike, String type, String before) throws SQLException {
        List<Double> quote = new ArrayList<>();
        store.query(
                "SELECT bid_price_0, ask_price_0, " + SPREAD + ", bid_quantity_0, ask_quantity_0"
                        + OF_NEAREST.formatted(strike.replace(",", ""), type) + " AND exchange_timestamp < '"
                        + ShownDay.DATE + "T" + before + "' ORDER BY id DESC LIMIT 1",
                row -> {
                    for (int i = 1; i <= 5; i++) {
                        quote.add(row.getDouble(i));
                    }
                });
        return quote;
    }

    /** Units that were traded between ticks that arrived between two minutes. */
    long traded(String symbol, String from, String to) throws SQLException {
        return store.number("SELECT sum(v) FROM (SELECT volume_traded - lag(volume_traded) OVER (ORDER BY id) AS v"
                + " FROM ticks WHERE tradingsymbol = '" + symbol + "' AND received_at >= '" + ShownDay.DATE + "T" + from
                + "' AND received_at < '" + ShownDay.DATE + "T" + to + "') WHERE v > 0");
    }

    /** The numbers in a text of the page. */
    static List<Double> numbers(String text) {
        return Pattern.compile("[0-9][0-9,]*(\\.[0-9]+)?")
                .matcher(text)
                .results()
                .map(number -> Double.valueOf(number.group().replace(",", "")))
                .toList();
    }

    /** Equal but for the rounding to two decimals. */
    static void assertNear(List<Double> expected, List<Double> shown) {
        assertEquals(expected.size(), shown.size(), expected + " " + shown);
        for (int i = 0; i < shown.size(); i++) {
            assertEquals(expected.get(i), shown.get(i), 0.0051, expected + " " + shown);
        }
    }
}
