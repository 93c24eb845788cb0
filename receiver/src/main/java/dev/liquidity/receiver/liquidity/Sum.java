package dev.liquidity.receiver.liquidity;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The columns of {@code liquidity_1m} that follow its key, in their order; {@code archive-columns.txt} says what each
 * holds. Each is a sum, so that rows of several databases add up, except for {@link #OF_PAIRS}.
 */
public enum Sum {
    TICKS(true),
    PRICES(true),
    PRICE_SUM(false),
    QUOTES(true),
    MID_SUM(false),
    MICROPRICE_SUM(false),
    SPREAD_SUM(false),
    SPREAD_BPS_SUM(false),
    QUOTED_SECONDS(false),
    SPREAD_SECONDS(false),
    SPREAD_BPS_SECONDS(false),
    BID_QUANTITY_SUM(true),
    ASK_QUANTITY_SUM(true),
    BID_ORDERS_SUM(true),
    ASK_ORDERS_SUM(true),
    BID_QUANTITY_5_SUM(true),
    ASK_QUANTITY_5_SUM(true),
    BID_ORDERS_5_SUM(true),
    ASK_ORDERS_5_SUM(true),
    IMBALANCE_SUM(false),
    IMBALANCE_5_SUM(false),
    VOLUME(true),
    LATE_VOLUME(true),
    OI_TICKS(true),
    OI_SUM(true),
    OI_CHANGE(true),
    LOT_QUOTES(true),
    BUY_1_QUOTES(true),
    BUY_1_COST_SUM(false),
    BUY_5_QUOTES(true),
    BUY_5_COST_SUM(false),
    BUY_10_QUOTES(true),
    BUY_10_COST_SUM(false),
    BUY_50_QUOTES(true),
    BUY_50_COST_SUM(false),
    SELL_1_QUOTES(true),
    SELL_1_COST_SUM(false),
    SELL_5_QUOTES(true),
    SELL_5_COST_SUM(false),
    SELL_10_QUOTES(true),
    SELL_10_COST_SUM(false),
    SELL_50_QUOTES(true),
    SELL_50_COST_SUM(false);

    /** All of them. */
    public static final List<Sum> ALL = List.of(values());

    /** Those of two ticks of an instrument that follow each other. */
    public static final Set<Sum> OF_PAIRS =
            EnumSet.of(QUOTED_SECONDS, SPREAD_SECONDS, SPREAD_BPS_SECONDS, VOLUME, LATE_VOLUME, OI_CHANGE);

    /** The names of the key's columns: date in India, the minute as in {@code 09:15}, and Kite's name. */
    public static final List<String> KEY = List.of("trade_date", "minute", "tradingsymbol");

    private final boolean isWhole;

    Sum(boolean isWhole) {
        this.isWhole = isWhole;
    }

    /** The one of a column. */
    public static Sum of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }

    /** Its type in Parquet. */
    public String type() {
        return isWhole ? "BIGINT" : "DOUBLE";
    }

    /** Whether it is an integer. */
    public boolean isWhole() {
        return isWhole;
    }

    /** The column's name. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all columns, the key's first. */
    public static List<String> columns() {
        return Stream.concat(KEY.stream(), ALL.stream().map(Sum::column)).toList();
    }
}
