package dev.liquidity.receiver.archive;

import dev.liquidity.receiver.liquidity.Sum;
import dev.liquidity.receiver.store.ReadOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The table {@code liquidity_1m} in the archive and SQLite. Its rows are sums, which a late tick adds to, so that they
 * have no identity: each must be counted in one of the two places. A database's part is named for a tick, the date's
 * first one in SQLite when it was written. While SQLite has that tick, the part is a copy of what SQLite has, which
 * counts. When the date is removed, that tick and the rows go in one transaction, and from then on the part counts.
 * What late ticks add after that goes into a further part. Where several databases have ticks of a date, there is the
 * part of {@link PairSums}, too, which always counts.
 */
final class Minutes {
    /** Differs whenever a tick was added to the rows, or a lot size became known. */
    static final String CHECK = "sum(ticks + lot_quotes)";

    /** The dates in a database, by a look-up for each. */
    private static final String DATES = """
            WITH RECURSIVE dates(d) AS (
              SELECT min(trade_date) FROM liquidity_1m
              UNION ALL
              SELECT (SELECT min(trade_date) FROM liquidity_1m WHERE trade_date > d) FROM dates WHERE d IS NOT NULL)
            SELECT d FROM dates WHERE d IS NOT NULL""";

    private Minutes() {}

    /** Whether a database has the table: one that was made before there was such a table may not. */
    static boolean isIn(Path database) throws SQLException {
        return !ReadOnly.rows(database, "SELECT 1 FROM sqlite_master WHERE name = 'liquidity_1m'")
                .isEmpty();
    }

    /** The dates in a database. */
    static List<LocalDate> dates(Path database) throws SQLException {
        return !isIn(database)
                ? List.of()
                : ReadOnly.rows(database, DATES).stream()
                        .map(row -> LocalDate.parse(row[0].toString()))
                        .toList();
    }

    /** The parts whose rows count, each with its date: the others' rows count in a database. */
    static Map<Path, LocalDate> counted(ArchiveFolder folder, List<Path> databases) throws SQLException, IOException {
        Map<Path, LocalDate> parts = new TreeMap<>();
        for (LocalDate date : folder.dates().keySet()) {
            folder.allParts(ArchiveTable.MINUTES, date).forEach(part -> parts.put(part, date));
        }
        String ids = parts.keySet().stream()
                .filter(folder::isOwn)
                .map(part -> "" + ArchiveFolder.number(part))
                .collect(Collectors.joining(", "));
        for (Path database : databases) {
            for (Object[] row : ReadOnly.rows(database, "SELECT id FROM ticks WHERE id IN (" + ids + ")")) {
                long id = ((Number) row[0]).longValue();
                parts.keySet().removeIf(part -> folder.isOwn(part) && ArchiveFolder.number(part) == id);
            }
        }
        return parts;
    }

    private static String sum(Column column) {
        String name = column.name();
        return Sum.KEY.contains(name)
                ? name
                : "sum(%1$s)::%2$s AS %1$s".formatted(name, Sum.of(name).type());
    }

    /** Creates the view; rows of a minute that several places have are added up. */
    static void createView(Duck duck, ArchiveFolder folder, List<Path> databases) throws SQLException, IOException {
        ArchiveTable table = ArchiveTable.MINUTES;
        String columns = table.list(Column::name);
        Map<Path, LocalDate> parts = counted(folder, databases);
        Map<LocalDate, List<String>> sources = new TreeMap<>();
        parts.forEach((part, date) -> sources.computeIfAbsent(date, d -> new ArrayList<>())
                .add("SELECT " + columns + " FROM " + Comparison.parquet(List.of(part))));
        for (Path database : databases) {
            for (Object[] row : isIn(database) ? ReadOnly.rows(database, DATES) : List.<Object[]>of()) {
                String rows = SqliteRows.call(database, table.name(), "trade_date = '" + row[0] + "'");
                sources.computeIfAbsent(LocalDate.parse((String) row[0]), d -> new ArrayList<>())
                        .add("SELECT " + columns + " FROM " + rows);
            }
        }
        // One call for all dates that are whole in one part, so that others' files are not opened.
        List<Path> whole = parts.keySet().stream()
                .filter(part -> sources.get(parts.get(part)).size() == 1)
                .toList();
        List<String> selects = new ArrayList<>();
        if (!whole.isEmpty()) {
            selects.add("SELECT date AS trade_date, " + columns + " FROM " + Views.hive(whole, "date: DATE"));
        }
        sources.forEach((date, each) -> {
            if (each.size() > 1 || !parts.containsValue(date)) {
                String rows = "(" + String.join(" UNION ALL ", each) + ")";
                selects.add("SELECT DATE '" + date + "' AS trade_date, "
                        + (each.size() == 1
                                ? columns + " FROM " + rows
                                : table.list(Minutes::sum) + " FROM " + rows + " GROUP BY ALL"));
            }
        });
        if (selects.isEmpty()) {
            selects.add("SELECT NULL AS trade_date, " + table.list(Column::absent) + " LIMIT 0");
        }
        duck.run("CREATE VIEW " + table.name() + " AS " + String.join(" UNION ALL ", selects));
    }
}
