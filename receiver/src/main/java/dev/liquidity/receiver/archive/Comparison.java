package dev.liquidity.receiver.archive;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares rows of SQLite with those of Parquet files, whose values are turned back into SQLite's: their number, and a
 * sum of hashes of each group of columns, for each symbol.
 */
final class Comparison {
    /** In columns; each group's hash has the first column in it, which identifies a tick. */
    private static final int GROUP = 10;

    /** What a tick is known by in SQLite: two streams may give the same ID to ticks of their own. */
    static final String SQLITE_TICK = "row(id, tradingsymbol, coalesce(received_at, ''))";

    /** The same in Parquet. */
    static final String TICK =
            SQLITE_TICK.replace("received_at", "strftime(received_at::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%f')");

    private Comparison() {}

    /** The rows of some files. */
    static String parquet(List<Path> files) {
        return files.stream()
                .map(file -> Duck.text(file.toString()))
                .collect(Collectors.joining(", ", "read_parquet([", "], hive_partitioning = false)"));
    }

    /**
     * The first difference; null if there is none.
     *
     * @param sqlite a table or function, with or without a condition, that yields SQLite's rows
     * @param parquet one that yields the archive's
     */
    static String difference(Duck duck, ArchiveTable table, String sqlite, String parquet) throws SQLException {
        String symbol = table == ArchiveTable.TICKS ? "tradingsymbol" : "'all'";
        String sums = "SELECT %s AS symbol, count(*) AS n, %s AS sums FROM %s GROUP BY 1";
        String asSqlite = table.list(column -> column.toSqlite() + " AS " + column.name());
        List<Object[]> differences = duck.rows("""
                SELECT coalesce(s.symbol, p.symbol), s.n, p.n FROM (%s) s FULL JOIN (%s) p ON s.symbol = p.symbol
                WHERE s.n IS DISTINCT FROM p.n OR s.sums IS DISTINCT FROM p.sums ORDER BY 1 LIMIT 1""".formatted(
                        sums.formatted(symbol, sums(table), sqlite),
                        sums.formatted(symbol, sums(table), "(SELECT " + asSqlite + " FROM " + parquet + ")")));
        if (differences.isEmpty()) {
            return null;
        }
        Object[] first = differences.get(0);
        return "of " + first[0] + ", " + (first[1] == null ? 0 : first[1]) + " rows against "
                + (first[2] == null ? 0 : first[2])
                + (first[1] != null && first[1].equals(first[2]) ? ", with other values in them" : "");
    }

    private static String sums(ArchiveTable table) {
        List<String> sums = new ArrayList<>();
        List<String> columns = table.columns().stream().map(Column::name).toList();
        for (int from = 0; from < columns.size(); from += GROUP) {
            List<String> group = columns.subList(from, Math.min(columns.size(), from + GROUP));
            sums.add("sum(hash(" + columns.get(0) + ", " + String.join(", ", group) + ")::HUGEINT)");
        }
        return sums.toString();
    }
}
