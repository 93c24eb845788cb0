package dev.liquidity.receiver.store;

import java.util.List;

/**
 * A table that layout 1 has in today's form. Immutable.
 *
 * @param date the SQL expression of the date that says which file a row goes into; the first parameter if it has none
 */
record SideTable(String name, String date) {
    static final List<SideTable> ALL = List.of(
            new SideTable("instruments", "trade_date"),
            new SideTable("feed_gaps", "substr(from_time, 1, 10)"),
            new SideTable(
                    "rejected_entries",
                    "coalesce(date(CAST(substr(stream_id, 1, instr(stream_id, '-') - 1) AS INTEGER) / 1000,"
                            + " 'unixepoch', '+330 minutes'), ?1)"));
}
