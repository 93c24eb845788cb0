package dev.liquidity.receiver.store;

import dev.liquidity.receiver.batch.Rejection.Reason;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Copies rows of the old file that go into one new file, attached as {@code new}, a chunk after the other: stages the
 * new rows in temporary tables, stores them in one transaction, and compares what is there then with the old file. Only
 * the second step locks the database. Not thread-safe: used by the main thread only.
 */
final class ImportChunk {
    /** Ticks in one transaction, which locks the database for about a tenth of a second. */
    private static final int TICKS = 10_000;

    private static final String LEVELS = "tick_id, side, level, price, quantity, orders";

    /** Parameters: today, the first ID, the last one, and the date of the file if it has one. */
    private final Object[] parameters;

    private final Sql sql;
    private final OldFile old;
    private final ImportTally tally;
    private final String source;
    private final String where;
    private int stored;
    private int refused;

    /**
     * Prepares to copy.
     *
     * @param source the old file's name, for the reason of a conflict
     * @param date of the rows to copy; null for all
     * @param today the date for rows that have none
     */
    ImportChunk(Sql sql, OldFile old, String source, String date, String today, ImportTally tally) throws SQLException {
        this.sql = sql;
        this.old = old;
        this.source = source;
        this.tally = tally;
        parameters = date == null ? new Object[] {today, null, null} : new Object[] {today, null, null, date};
        where = " WHERE t.id BETWEEN ?2 AND ?3" + (date == null ? "" : " AND " + old.fileDate() + " = ?4");
        // A staged value gets the affinity of its column, as in the new file, but may be NULL.
        sql.update("CREATE TEMP TABLE IF NOT EXISTS staged AS SELECT " + String.join(", ", TickInsert.COLUMNS)
                + " FROM new.ticks WHERE FALSE");
        sql.update(
                "CREATE TEMP TABLE IF NOT EXISTS staged_levels (tick_id INTEGER, side TEXT, level INTEGER, price REAL,"
                        + " quantity INTEGER, orders INTEGER, PRIMARY KEY (tick_id, side, level)) WITHOUT ROWID");
        sql.update("CREATE TEMP TABLE IF NOT EXISTS refused (id INTEGER PRIMARY KEY, reason TEXT, detail TEXT)");
    }

    /** Copies the rows of the tables beside the ticks; one whose key is taken stays as it is there. */
    void copySideTables() throws SQLException {
        sql.transaction(() -> {
            for (SideTable table : SideTable.ALL) {
                sql.update("INSERT OR IGNORE INTO new." + table.name() + " " + rows(table), parameters);
            }
        });
    }

    /** Compares the rows of the tables beside the ticks with what is stored, and counts. */
    void compareSideTables() throws SQLException {
        for (SideTable table : SideTable.ALL) {
            String rows = rows(table);
            long others = sql.number(
                    "SELECT count(*) FROM (" + rows + " EXCEPT SELECT * FROM new." + table.name() + ")", parameters);
            tally.sideRows += sql.number("SELECT count(*) FROM (" + rows + ")", parameters);
            if (others > 0) {
                tally.differ(others + " rows of " + table.name() + " whose keys are taken");
            }
        }
    }

    private String rows(SideTable table) {
        return "SELECT " + table.columns() + " FROM old." + table.name()
                + (parameters.length > 3 ? " WHERE " + table.date() + " = ?4" : "");
    }

    /**
     * Stages the next ticks.
     *
     * @return the last ID of this chunk
     */
    long stage(long from, long to) throws SQLException {
        parameters[1] = from;
        parameters[2] = sql.number(
                "SELECT ifnull(max(id), ?2) FROM (SELECT id FROM old.ticks WHERE id BETWEEN ?1 AND ?2 ORDER BY id"
                        + " LIMIT " + TICKS + ")",
                from,
                to);
        for (String table : List.of("staged", "staged_levels", "refused")) {
            sql.update("DELETE FROM temp." + table);
        }
        // Levels with a key are found in the old file itself; of those only the ones without columns are staged.
        sql.update(
                "INSERT OR IGNORE INTO staged_levels SELECT t.id, d.side, d.level, " + old.level("price") + ", "
                        + old.level("quantity") + ", " + old.level("orders") + " FROM old.ticks t CROSS JOIN "
                        + old.levels() + " d ON d.tick_id = t.id" + where + " AND " + old.isLevel()
                        + (old.isLayout1() ? " AND " + BookColumns.IS_BEYOND : ""),
                parameters);
        sql.update(
                "INSERT INTO staged SELECT " + ticks(old::tick, ", ") + ", " + BookColumns.joined()
                        + " FROM old.ticks t" + BookColumns.joins(old.isLayout1() ? old.levels() : "staged_levels")
                        + where,
                parameters);
        return (Long) parameters[2];
    }

    /** Stores what is staged, in one transaction. */
    void store() throws SQLException {
        sql.transaction(() -> {
            refused = sql.update(
                    "INSERT INTO refused SELECT s.id, ?, ? FROM staged s CROSS JOIN new.ticks n ON n.id = s.id"
                            + " WHERE NOT (" + same(TickInsert.COLUMNS, column -> "s." + column) + ") OR EXISTS ("
                            + "SELECT " + LEVELS + " FROM staged_levels WHERE tick_id = s.id AND "
                            + BookColumns.IS_BEYOND
                            + " EXCEPT SELECT " + LEVELS + " FROM new.tick_depths_beyond WHERE tick_id = s.id)",
                    Reason.ID_TAKEN.toString(),
                    "import of " + source);
            refused += sql.update(
                    "INSERT OR IGNORE INTO refused SELECT id, ?, ? FROM staged WHERE instrument_token IS NULL OR"
                            + " tradingsymbol IS NULL OR trade_date IS NULL",
                    Reason.MALFORMED.toString(),
                    "no instrument_token, tradingsymbol or time; import of " + source);
            if (refused > 0) {
                keepRefused();
            }
            stored = sql.update("INSERT OR IGNORE INTO new.ticks (" + String.join(", ", TickInsert.COLUMNS)
                    + ") SELECT * FROM staged WHERE id NOT IN (SELECT id FROM refused)");
            sql.update("INSERT OR IGNORE INTO new.tick_depths_beyond SELECT " + LEVELS + " FROM staged_levels WHERE "
                    + BookColumns.IS_BEYOND + " AND tick_id NOT IN (SELECT id FROM refused)");
        });
    }

    private void keepRefused() throws SQLException {
        String fields = ticks(
                column -> "'%1$s', CASE typeof(s.%1$s) WHEN 'blob' THEN hex(s.%1$s) ELSE s.%1$s END".formatted(column),
                ", ");
        sql.update("INSERT OR IGNORE INTO new.rejected_entries (stream_id, reason, detail, payload)"
                + " SELECT (s.id >> 21) || '-' || (s.id & 2097151), r.reason, r.detail, json_object(" + fields
                + ", 'levels',"
                + " json((SELECT json_group_array(json_array(side, level, price, quantity, orders)) FROM "
                + old.levels()
                + " WHERE tick_id = s.id))) FROM refused r JOIN staged s ON s.id = r.id");
    }

    /** Compares each value and each level of the old rows with what is stored, and counts. */
    void compare() throws SQLException {
        String isCopied = "t.id NOT IN (SELECT id FROM refused) AND NOT ";
        Object[] ticks = sql.rows(
                        "SELECT count(*), sum(" + old.emptyTexts() + "), sum(" + old.placeholders()
                                + "), min(t.id) FILTER (WHERE " + isCopied + "(" + same(TickInsert.TICK, old::tick)
                                + ")) FROM old.ticks t LEFT JOIN new.ticks n ON n.id = t.id" + where,
                        parameters)
                .get(0);
        String stored = "(SELECT " + sameLevel() + " FROM new.%s v WHERE v.tick_id = t.id AND v.side = d.side"
                + " AND v.level = d.level)";
        Object[] levels = sql.rows(
                        "SELECT count(*), min(t.id) FILTER (WHERE " + isCopied + "coalesce("
                                + stored.replace("%s", "tick_depths") + ", "
                                + stored.replace("%s", "tick_depths_beyond") + ", FALSE)) FROM old.ticks t CROSS JOIN "
                                + old.levels() + " d ON d.tick_id = t.id" + where + " AND " + old.isLevel(),
                        parameters)
                .get(0);
        tally.ticks += Sql.asLong(ticks[0]);
        tally.stored += this.stored;
        tally.refused += refused;
        tally.levels += Sql.asLong(levels[0]);
        tally.emptyTexts += Sql.asLong(ticks[1]);
        tally.placeholders += Sql.asLong(ticks[2]);
        if (ticks[3] != null) {
            tally.differ(difference(ticks[3]) + " of tick " + ticks[3]);
        }
        if (levels[1] != null) {
            tally.differ("a level of tick " + levels[1]);
        }
        tally.progress();
    }

    /** The first column that differs, with both values. */
    private String difference(Object id) throws SQLException {
        for (String column : TickInsert.TICK) {
            List<Object[]> values = sql.rows(
                    "SELECT quote(n.%1$s), quote(%2$s) FROM old.ticks t LEFT JOIN new.ticks n ON n.id = t.id"
                                    .formatted(column, old.tick(column))
                            + " WHERE t.id = ? AND NOT n.%1$s IS %2$s".formatted(column, old.tick(column)),
                    id);
            if (!values.isEmpty()) {
                return column + " " + values.get(0)[0] + " instead of " + values.get(0)[1];
            }
        }
        return "a value";
    }

    private static String ticks(Function<String, String> expression, String separator) {
        return TickInsert.TICK.stream().map(expression).collect(Collectors.joining(separator));
    }

    /** Whether the columns of a row {@code n} of the new {@code ticks} have these values. */
    private static String same(List<String> columns, Function<String, String> value) {
        return columns.stream()
                .map(column -> "n." + column + " IS " + value.apply(column))
                .collect(Collectors.joining(" AND "));
    }

    /** Whether a level {@code v} has the old values; the view's columns have no affinity that makes a text a number. */
    private String sameLevel() {
        return List.of("price", "quantity", "orders").stream()
                .map(column ->
                        "(v.%1$s IS %2$s OR v.%1$s IS CAST(%2$s AS NUMERIC))".formatted(column, old.level(column)))
                .collect(Collectors.joining(" AND "));
    }
}
