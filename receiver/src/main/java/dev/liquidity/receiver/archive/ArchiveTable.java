package dev.liquidity.receiver.archive;

import static dev.liquidity.receiver.archive.Column.Kind.DATE;
import static dev.liquidity.receiver.archive.Column.Kind.MICROS;
import static dev.liquidity.receiver.archive.Column.Kind.PLAIN;
import static dev.liquidity.receiver.archive.Column.Kind.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table of the database as the archive keeps it: in a folder of its name, with a folder for each date. Immutable.
 *
 * @param date the SQL expression of a row's date in SQLite, which is the folder's in the archive
 * @param order what the rows of a file are sorted by
 * @param columns those of a file, in their order; the date is the folder's
 */
record ArchiveTable(String name, String date, String order, List<Column> columns) {
    private static final String RUPEES = "rupees; absent in modes without it";

    /** With a folder for each underlying in that of a date. */
    static final ArchiveTable TICKS = new ArchiveTable("ticks", "trade_date", "tradingsymbol, id", ticks());

    /** The others: a file a date. */
    static final List<ArchiveTable> OTHERS = List.of(
            new ArchiveTable(
                    "instruments",
                    "trade_date",
                    "instrument_token",
                    List.of(
                            new Column("instrument_token", PLAIN, "Kite's number of the instrument on that date"),
                            new Column("exchange", PLAIN, "NSE, NFO, BSE, BFO, ..."),
                            new Column("tradingsymbol", PLAIN, "Kite's name of the instrument"),
                            new Column("name", PLAIN, "of the underlying, as the instrument dump has it"),
                            new Column("expiry", DATE, "absent for a spot"),
                            new Column("strike", PLAIN, "rupees; 0 unless it is an option"),
                            new Column("tick_size", PLAIN, "rupees"),
                            new Column("lot_size", PLAIN, "units of a lot"),
                            new Column("instrument_type", PLAIN, "CE, PE, FUT or EQ"))),
            new ArchiveTable(
                    "feed_gaps",
                    "substr(from_time, 1, 10)",
                    "from_time, socket",
                    List.of(
                            new Column("socket", PLAIN, "its number; 0 for all"),
                            new Column("from_time", MICROS, "when the interval without ticks begins"),
                            new Column("to_time", MICROS, "when it ends"),
                            new Column("reason", PLAIN, "why no tick could arrive"),
                            new Column("instruments", PLAIN, "how many the socket carries"))),
            new ArchiveTable(
                    "rejected_entries",
                    "date(CAST(substr(stream_id, 1, instr(stream_id, '-') - 1) AS INTEGER) / 1000,"
                            + " 'unixepoch', '+330 minutes')",
                    "stream_id",
                    List.of(
                            new Column("stream_id", PLAIN, "of the entry that is not a tick"),
                            new Column("reason", PLAIN, "one of a short list"),
                            new Column("detail", PLAIN, "what exactly was wrong"),
                            new Column("payload", PLAIN, "the entry"))),
            new ArchiveTable(
                    "tick_depths_beyond",
                    "(SELECT trade_date FROM ticks WHERE id = tick_id)",
                    "tick_id, side, level",
                    List.of(
                            new Column("tick_id", PLAIN, "of the tick in ticks"),
                            new Column("side", PLAIN, "buy or sell"),
                            new Column("level", PLAIN, "5 or more; 0 is best"),
                            new Column("price", PLAIN, "rupees"),
                            new Column("quantity", PLAIN, "units"),
                            new Column("orders", PLAIN, "number of orders"))));

    private static List<Column> ticks() {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("id", PLAIN, "identity, in the order of arrival; id >> 21: milliseconds since 1970, UTC"),
                new Column("instrument_token", PLAIN, "Kite's number of the instrument on that date"),
                new Column("tradingsymbol", PLAIN, "Kite's name of the instrument"),
                new Column("exchange_timestamp", SECONDS, "the exchange's time of the tick"),
                new Column("last_trade_time", SECONDS, "the exchange's time of the last trade"),
                new Column("last_price", PLAIN, RUPEES),
                new Column("last_traded_quantity", PLAIN, "units of the last trade"),
                new Column("average_traded_price", PLAIN, "rupees, over the day"),
                new Column("volume_traded", PLAIN, "units, over the day"),
                new Column("total_buy_quantity", PLAIN, "units of all buy orders"),
                new Column("total_sell_quantity", PLAIN, "units of all sell orders"),
                new Column("open", PLAIN, "rupees, of the day"),
                new Column("high", PLAIN, "rupees, of the day"),
                new Column("low", PLAIN, "rupees, of the day"),
                new Column("close", PLAIN, "rupees, of the day before"),
                new Column("change_pct", PLAIN, "percent, last_price against close"),
                new Column("oi", PLAIN, "open interest, units"),
                new Column("oi_day_high", PLAIN, "units"),
                new Column("oi_day_low", PLAIN, "units"),
                new Column("tick_mode", PLAIN, "full, quote or ltp"),
                new Column("received_at", MICROS, "when the recorder's socket received it")));
        for (String side : List.of("bid", "ask")) {
            for (int level = 0; level < 5; level++) {
                String of = " of the " + side + "'s level " + level + ", of which 0 is best";
                columns.add(new Column(side + "_price_" + level, PLAIN, "rupees," + of));
                columns.add(new Column(side + "_quantity_" + level, PLAIN, "units," + of));
                columns.add(new Column(side + "_orders_" + level, PLAIN, "number of orders," + of));
            }
        }
        return List.copyOf(columns);
    }

    /** The columns' expressions, with commas. */
    String list(Function<Column, String> expression) {
        return columns.stream().map(expression).collect(Collectors.joining(", "));
    }

    /** What COPY writes into a file's own metadata: the meaning of each column. */
    String metadata() {
        return "{" + list(column -> column.name() + ": " + Duck.text(column.meaning()))
                + ", times: 'instants, shown as India''s (+05:30) or UTC by the reader'}";
    }

    /** All tables. */
    static List<ArchiveTable> all() {
        List<ArchiveTable> all = new ArrayList<>(List.of(TICKS));
        all.addAll(OTHERS);
        return all;
    }

    /** The table of a name. */
    static Optional<ArchiveTable> named(String name) {
        return all().stream().filter(table -> table.name.equals(name)).findFirst();
    }
}
