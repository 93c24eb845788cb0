package dev.liquidity.receiver.store;

import java.util.List;

/**
 * A table of layout 1 beside the ticks. Immutable.
 *
 * @param columns the SQL expressions of today's columns
 * @param date the SQL expression of the date that says which file a row goes into; the first parameter if it has none
 */
record SideTable(String name, String columns, String date) {
    /** Where a detail begins in a reason of layout 1, which had no column for it. */
    private static final String DETAIL = "min(instr(reason || ':', ':'), instr(reason || ' (CRC32', ' (CRC32'))";

    static final List<SideTable> ALL = List.of(
            new SideTable("instruments", "*", "trade_date"),
            new SideTable("feed_gaps", "*", "substr(from_time, 1, 10)"),
            new SideTable(
                    "rejected_entries",
                    "stream_id, substr(reason, 1, " + DETAIL + " - 1), trim(substr(reason, " + DETAIL
                            + "), ' :()'), payload",
                    "coalesce(date(CAST(substr(stream_id, 1, instr(stream_id, '-') - 1) AS INTEGER) / 1000,"
                            + " 'unixepoch', '+330 minutes'), ?1)"));
}
