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
    /**
     * Reads the rows of some instruments that satisfy a condition.
     *
     * @param which a condition of {@code instruments}; null for all rows
     * @param condition null for all rows
     */
    List<String> all(String which, String condition) throws SQLException, IOException {
        String of = (which == null ? "" : " AND tradingsymbol IN (SELECT tradingsymbol FROM " + chosen(which) + ")")
                + (condition == null ? "" : " AND (" + condition + ")");
        List<String> selects = sqlite(of);
        if (selects.isEmpty() || table != ArchiveTable.LIQUIDITY) {
            for (String parquet : parquet()) {
                selects.add("SELECT * FROM " + parquet + " WHERE true" + of);
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
                    + " WHERE tradingsymbol IN (SELECT tradingsymbol FROM " + chosen(which) + ")" + below
                    + " GROUP BY tradingsymbol)");
        }
        return selects;
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
