package dev.liquidity.receiver.liquidity;

import java.util.ArrayList;
import java.util.List;

/**
 * A measure of liquidity, over one or more rows of {@code liquidity_1m} of an instrument: those of a minute, or of a
 * day. Immutable. {@code scripts/MEASURES.md} shows all of them to people.
 *
 * @param name the column of the view {@code liquidity}
 * @param unit {@code points} are rupees a unit; {@code bp} hundredths of a percent
 * @param sql an aggregate over the rows of one instrument and date, joined with {@code instruments}; NULL where there
 *     is no answer
 * @param meaning the definition
 */
public record Measure(String name, String unit, String sql, String meaning) {
    private static final String OF_QUOTES = "quotes";

    /** All of them. */
    public static final List<Measure> ALL = all();

    private static List<Measure> all() {
        List<Measure> all = new ArrayList<>();
        all.add(new Measure("ticks", "ticks", "sum(ticks)", "ticks received"));
        all.add(average("price", "rupees", "price_sum", "prices", "last price, average of the ticks"));
        all.add(average("mid", "rupees", "mid_sum", OF_QUOTES, "(bid + ask) / 2, average of the quotes"));
        all.add(average(
                "microprice",
                "rupees",
                "microprice_sum",
                OF_QUOTES,
                "mid price drawn to the thinner side: (bid × ask quantity + ask × bid quantity) / (both quantities)"));
        all.add(average("spread", "points", "spread_sum", OF_QUOTES, "ask − bid, average of the quotes"));
        all.add(average("spread_bps", "bp", "spread_bps_sum", OF_QUOTES, "(ask − bid) / mid, average of the quotes"));
        all.add(average(
                "spread_standing",
                "points",
                "spread_seconds",
                "quoted_seconds",
                "ask − bid, each quote weighted by the time it stood: until the next tick, at most 60 s"));
        all.add(average(
                "spread_standing_bps",
                "bp",
                "spread_bps_seconds",
                "quoted_seconds",
                "(ask − bid) / mid, weighted by the time it stood"));
        all.add(new Measure(
                "unquoted_seconds",
                "s",
                "greatest(0, 60 * count(DISTINCT minute) - sum(quoted_seconds))",
                "time of the minutes with a tick in which no quote stood"));
        for (String side : List.of("bid", "ask")) {
            for (String what : List.of("quantity", "orders")) {
                String unit = what.equals("quantity") ? "units" : "orders";
                String column = side + "_" + what;
                all.add(average(column, unit, column + "_sum", OF_QUOTES, what + " of the best " + side));
                all.add(average(
                        column + "_5", unit, column + "_5_sum", OF_QUOTES, what + " of five levels of " + side + "s"));
            }
        }
        all.add(average(
                "imbalance",
                "−1 to 1",
                "imbalance_sum",
                OF_QUOTES,
                "(bid quantity − ask quantity) / (their sum), best levels; above 0: more is bid"));
        all.add(average("imbalance_5", "−1 to 1", "imbalance_5_sum", OF_QUOTES, "the same over five levels"));
        for (String side : List.of("buy", "sell")) {
            for (int lots : MinuteSums.LOTS) {
                addCost(all, side, lots);
            }
        }
        all.add(new Measure(
                "volume",
                "units",
                "sum(volume)",
                "traded between ticks that are at most 60 s apart, each taken from the day's cumulative volume"));
        all.add(new Measure(
                "late_volume",
                "units",
                "sum(late_volume)",
                "traded between ticks that are further apart, as over a gap: it became known now"));
        all.add(average("oi", "units", "oi_sum", "oi_ticks", "open interest, average of the ticks"));
        all.add(new Measure(
                "oi_change", "units", "sum(oi_change)", "change of the open interest since the tick before"));
        return List.copyOf(all);
    }

    private static void addCost(List<Measure> all, String side, int lots) {
        String column = side + "_" + lots;
        String book = lots + (lots == 1 ? " lot" : " lots") + " at once by walking the book";
        String cost = ratio(column + "_cost_sum", column + "_quotes");
        boolean isBuying = side.equals("buy");
        all.add(new Measure(
                side + "_cost_" + lots,
                "points",
                cost,
                (isBuying ? "average price paid − mid, buying " : "mid − average price got, selling ") + book
                        + ", where it holds as many"));
        all.add(new Measure(
                side + "_rupees_" + lots,
                "rupees",
                cost + " * " + lots + " * any_value(lot_size)",
                "the same in rupees: × " + lots + " × lot size"));
        all.add(new Measure(
                side + "_thin_" + lots,
                "0 to 1",
                "1 - " + ratio(column + "_quotes", "lot_quotes"),
                "share of the quotes whose book is too thin for it"));
    }

    private static Measure average(String name, String unit, String sum, String count, String meaning) {
        return new Measure(name, unit, ratio(sum, count), meaning);
    }

    private static String ratio(String sum, String count) {
        return "sum(" + sum + ") / nullif(sum(" + count + "), 0)";
    }
}
