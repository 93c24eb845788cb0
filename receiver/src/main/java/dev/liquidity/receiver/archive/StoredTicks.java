package dev.liquidity.receiver.archive;

import dev.liquidity.receiver.store.ReadOnly;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a database holds, found by the index of {@code ticks} alone: a look-up for each symbol and date, however many
 * ticks there are.
 */
final class StoredTicks {
    private StoredTicks() {}

    /** The highest tick ID; -1 without ticks. */
    static long lastId(Path database) throws SQLException {
        return ((Number) ReadOnly.rows(database, "SELECT ifnull(max(id), -1) FROM ticks")
                        .get(0)[0])
                .longValue();
    }

    /**
     * The dates of its ticks, each with the range of those above an ID; an empty range if there are none.
     *
     * @param above by date; -1 for other dates
     * @param last ticks above it are left out
     */
    static NavigableMap<LocalDate, TickRange> ranges(Path database, Map<LocalDate, Long> above, long last)
            throws SQLException {
        NavigableMap<LocalDate, TickRange> ranges = new TreeMap<>();
        List<Object[]> rows = ReadOnly.rows(database, """
                WITH RECURSIVE
                  symbols(s) AS (
                    SELECT min(tradingsymbol) FROM ticks
                    UNION ALL
                    SELECT (SELECT min(tradingsymbol) FROM ticks WHERE tradingsymbol > s)
                    FROM symbols WHERE s IS NOT NULL),
                  pairs(s, d) AS (
                    SELECT s, (SELECT min(trade_date) FROM ticks WHERE tradingsymbol = s)
                    FROM symbols WHERE s IS NOT NULL
                    UNION ALL
                    SELECT s, (SELECT min(trade_date) FROM ticks WHERE tradingsymbol = s AND trade_date > d)
                    FROM pairs WHERE d IS NOT NULL),
                  bounds(d, low, high) AS (
                    SELECT d,
                      (SELECT min(id) FROM ticks WHERE tradingsymbol = s AND trade_date = d AND id > %1$s),
                      (SELECT max(id) FROM ticks WHERE tradingsymbol = s AND trade_date = d AND id > %1$s
                        AND id <= %2$d)
                    FROM pairs WHERE d IS NOT NULL)
                SELECT d, ifnull(min(low), 0), ifnull(max(high), -1) FROM bounds GROUP BY d
                """.formatted(floor("d", above), last));
        for (Object[] row : rows) {
            LocalDate date = LocalDate.parse((String) row[0]);
            ranges.put(date, new TickRange(date, ((Number) row[1]).longValue(), ((Number) row[2]).longValue()));
        }
        return ranges;
    }

    /** The ticks of a date up to an ID. */
    static TickRange range(Path database, LocalDate date, long last) throws SQLException {
        return ranges(database, Map.of(), last).getOrDefault(date, TickRange.none(date));
    }

    /** The lowest ID above the given one of its date; above every ID without such a tick. */
    static long first(Path database, Map<LocalDate, Long> above) throws SQLException {
        return ranges(database, above, Long.MAX_VALUE).values().stream()
                .filter(range -> !range.isEmpty())
                .mapToLong(TickRange::first)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** The condition of the ticks above an ID, by their date as in {@link #ranges}. */
    static String isAbove(Map<LocalDate, Long> above) {
        // Not a bound of the ID alone, which SQLite might prefer to those of the range that is read.
        return "+id > " + floor("trade_date", above);
    }

    private static String floor(String date, Map<LocalDate, Long> above) {
        return above.isEmpty()
                ? "-1"
                : above.entrySet().stream()
                        .map(entry -> "WHEN '" + entry.getKey() + "' THEN " + entry.getValue())
                        .collect(Collectors.joining(" ", "CASE " + date + " ", " ELSE -1 END"));
    }
}
