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
        List<String> hashes = hashes(table);
        List<Object[]> differences = duck.rows("""
                SELECT coalesce(s.symbol, p.symbol), s.n, p.n, %s
                FROM (SELECT %s AS symbol, count(*) AS n, %s FROM %s GROUP BY 1) s
                FULL JOIN (SELECT symbol, count(*) AS n, %s FROM (SELECT %s AS symbol, %s FROM %s) GROUP BY 1) p
                ON s.symbol = p.symbol
                WHERE s.n IS DISTINCT FROM p.n OR %s
                ORDER BY 1 LIMIT 1""".formatted(
                        pairs(hashes, " IS DISTINCT FROM ", ", "),
                        symbol,
                        named(hashes),
                        sqlite,
                        named(hashes),
                        symbol,
                        table.list(column -> column.toSqlite() + " AS " + column.name()),
                        parquet,
                        pairs(hashes, " IS DISTINCT FROM ", " OR ")));
        if (differences.isEmpty()) {
            return null;
        }
        Object[] first = differences.get(0);
        return "of " + first[0] + ", " + (first[1] == null ? 0 : first[1]) + " rows against "
                + (first[2] == null ? 0 : first[2])
                + (first[1] != null && first[1].equals(first[2]) ? ", with other values in them" : "");
    }

    private static List<String> hashes(ArchiveTable table) {
        List<String> hashes = new ArrayList<>();
        List<Column> columns = table.columns();
        for (int from = 0; from < columns.size(); from += GROUP) {
            hashes.add(columns.subList(from, Math.min(columns.size(), from + GROUP)).stream()
                    .map(Column::name)
                    .collect(Collectors.joining(
                            ", ", "sum(hash(" + columns.get(0).name() + ", ", ")::HUGEINT)")));
        }
        return hashes;
    }

    private static String named(List<String> hashes) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < hashes.size(); i++) {
            named.add(hashes.get(i) + " AS h" + i);
        }
        return String.join(", ", named);
    }

    private static String pairs(List<String> hashes, String operator, String separator) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < hashes.size(); i++) {
            pairs.add("s.h" + i + operator + "p.h" + i);
        }
        return String.join(separator, pairs);
    }
}
