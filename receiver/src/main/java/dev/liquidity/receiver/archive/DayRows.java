package dev.liquidity.receiver.archive;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.store.ReadOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a table and a day, wherever they are, as statements that read them by the tables' keys.
 *
 * @param databases those that there are, of this day and others
 */
record DayRows(ArchiveFolder folder, List<Path> databases, LocalDate day, ArchiveTable table) {
    /** A look-up for each date: the key of the table begins with it. */
    private static final String DATES = """
            WITH RECURSIVE dates(d) AS (
              SELECT min(trade_date) FROM %1$s
              UNION ALL SELECT (SELECT min(trade_date) FROM %1$s WHERE trade_date > d) FROM dates WHERE d IS NOT NULL)
            SELECT d FROM dates WHERE d IS NOT NULL%2$s""";

    /**
     * Reads the rows of some instruments that satisfy a condition.
     *
     * @param which a condition of {@code instruments}; null for all rows
     * @param condition null for all rows
     */
    List<String> all(String which, String condition) throws SQLException, IOException {
        String of = (which == null ? "" : of(which)) + (condition == null ? "" : " AND (" + condition + ")");
        List<String> selects = sqlite(of);
        if (selects.isEmpty() || table != ArchiveTable.LIQUIDITY) {
            for (String parquet : parquet()) {
                selects.add("SELECT * FROM " + parquet + " WHERE true" + of);
            }
        }
        return selects;
    }

    /** Reads the sums of some instruments over the day, as {@link SqliteRows#BY_SYMBOL} says. */
    List<String> bySymbol(String which) throws SQLException, IOException {
        String of = which == null ? "" : of(which);
        List<String> selects = sqlite(of + SqliteRows.BY_SYMBOL);
        if (selects.isEmpty()) {
            for (String parquet : parquet()) {
                String sums = table.list(column -> switch (column.name()) {
                    case "tradingsymbol" -> "tradingsymbol";
                    case "minute" -> "string_agg(minute || ' ' || ticks, ',') AS minute";
                    default -> "sum(" + column.name() + ") AS " + column.name();
                });
                selects.add("SELECT " + sums + ", any_value(trade_date) AS trade_date FROM " + parquet + " WHERE true"
                        + of + SqliteRows.BY_SYMBOL);
            }
        }
        return selects;
    }

    /** Reads the last tick of some instruments that is below an ID. */
    List<String> last(String which, String end) throws SQLException, IOException {
        String below = " AND trade_date = '" + day + "' AND id < " + end;
        List<String> selects =
                sqlite(" AND id IN (SELECT (SELECT max(id) FROM ticks WHERE tradingsymbol = i.tradingsymbol" + below
                        + ") FROM " + chosen(which) + ")");
        for (String parquet : parquet()) {
            selects.add("SELECT * FROM " + parquet + " WHERE id IN (SELECT max(id) FROM " + parquet
                    + " WHERE true" + of(which) + below
                    + " GROUP BY tradingsymbol)");
        }
        return selects;
    }

    private String of(String which) {
        return " AND tradingsymbol IN (SELECT tradingsymbol FROM " + chosen(which) + ")";
    }

    private String chosen(String which) {
        return "instruments i WHERE trade_date = '" + day + "' AND (" + which + ")";
    }

    private List<String> sqlite(String of) throws SQLException, IOException {
        String ofDay = table.date() + " = '" + day + "'";
        String above = table == ArchiveTable.TICKS ? " AND id > " + folder.archived(day) : "";
        List<String> selects = new ArrayList<>();
        for (Path database : databases) {
            if (has(database, table.name(), table == ArchiveTable.LIQUIDITY ? ofDay : "true")) {
                selects.add("SELECT " + table.list(Column::fromSqlite) + ", DATE '" + day + "' AS trade_date FROM "
                        + SqliteRows.call(database, table.name(), ofDay + above + of));
            }
        }
        return selects;
    }

    private List<String> parquet() throws IOException {
        List<Path> parts = folder.parts(table, day);
        return parts.isEmpty()
                ? List.of()
                : List.of("(SELECT " + table.list(Column::fromParquet) + ", DATE '" + day + "' AS trade_date FROM "
                        + Comparison.parquet(parts) + ")");
    }

    /** The dates that have ticks or minutes in a database. */
    static List<LocalDate> dates(Path database) throws SQLException {
        List<String> selects = new ArrayList<>();
        if (has(database, "liquidity_1m", "true")) {
            selects.add(DATES.formatted("liquidity_1m", ""));
        }
        if (has(database, "instruments", "true")) {
            selects.add(DATES.formatted(
                    "instruments",
                    " AND EXISTS (SELECT 1 FROM ticks WHERE tradingsymbol IN"
                            + " (SELECT tradingsymbol FROM instruments WHERE trade_date = d) AND trade_date = d)"));
        }
        List<LocalDate> dates = new ArrayList<>();
        try (Connection connection = ReadOnly.open(database);
                Statement statement = connection.createStatement()) {
            for (String select : selects) {
                try (ResultSet row = statement.executeQuery(select)) {
                    while (row.next()) {
                        dates.add(LocalDate.parse(row.getString(1)));
                    }
                }
            }
        }
        return dates;
    }

    /**
     * Whether a database has the table, and in it a row that satisfies a condition.
     *
     * @throws UserException if the database is another program's
     */
    static boolean has(Path database, String table, String condition) throws SQLException {
        try (Connection connection = ReadOnly.open(database);
                Statement statement = connection.createStatement();
                ResultSet known = statement.executeQuery("SELECT count(*), count(*) FILTER (WHERE name = 'ticks'),"
                        + " count(*) FILTER (WHERE name = '" + table + "') FROM sqlite_master")) {
            if (known.getLong(1) > 0 && known.getLong(2) == 0) {
                throw new UserException(ExitCode.STORE, "the database " + database + " is not a receiver's");
            }
            if (known.getLong(3) == 0) {
                return false;
            }
            try (ResultSet row =
                    statement.executeQuery("SELECT EXISTS (SELECT 1 FROM " + table + " WHERE " + condition + ")")) {
                return row.getBoolean(1);
            }
        }
    }
}
