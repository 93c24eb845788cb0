package dev.liquidity.receiver.archive;

import dev.liquidity.receiver.liquidity.Measure;
import dev.liquidity.receiver.store.DatedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/**
 * The tables of the archive and of SQLite as one: the views {@code ticks}, {@code tick_depths}, {@code liquidity_1m},
 * {@code liquidity}, {@code instruments}, {@code feed_gaps}, {@code rejected_entries} and {@code tick_depths_beyond},
 * in which each row is once, and times are India's.
 */
final class Views {
    private final Duck duck;
    private final ArchiveFolder folder;
    private final List<Path> databases;
    private final NavigableMap<LocalDate, Long> archived;

    private Views(Duck duck, ArchiveFolder folder, List<Path> databases) throws IOException {
        this.duck = duck;
        this.folder = folder;
        this.databases = databases;
        archived = folder.dates();
    }

    /**
     * Creates them over what there is now.
     *
     * @param dbPath as {@code persistence.db_path}
     */
    static void create(Duck duck, ArchiveFolder folder, String dbPath) throws SQLException, IOException {
        Views views = new Views(duck, folder, DatedFiles.of(dbPath));
        views.createTicks();
        for (ArchiveTable table : ArchiveTable.OTHERS) {
            views.create(table);
        }
        Minutes.createView(duck, folder, views.databases);
        duck.run(liquidity());
        duck.run("""
                CREATE VIEW tick_depths AS SELECT * FROM (
                  SELECT id AS tick_id, side, level, %s AS price, %s AS quantity, %s AS orders
                  FROM ticks CROSS JOIN (SELECT unnest(['buy', 'sell']) AS side) CROSS JOIN range(5) l(level))
                WHERE coalesce(price, quantity, orders) IS NOT NULL
                """.formatted(level("price"), level("quantity"), level("orders")));
    }

    /** The measures of each instrument and minute. */
    private static String liquidity() {
        return Measure.ALL.stream()
                .map(measure -> measure.sql() + " AS " + measure.name())
                .collect(Collectors.joining(
                        ", ", "CREATE VIEW liquidity AS SELECT trade_date, tradingsymbol, minute, ", """
                         FROM liquidity_1m LEFT JOIN (SELECT trade_date, tradingsymbol, any_value(lot_size) AS lot_size
                          FROM instruments GROUP BY trade_date, tradingsymbol) USING (trade_date, tradingsymbol)
                        GROUP BY trade_date, tradingsymbol, minute"""));
    }

    /** What the views are made of: they are right as long as this is the same. */
    static List<Object> state(ArchiveFolder folder, String dbPath) throws SQLException, IOException {
        return List.of(folder.dates(), Minutes.counted(folder, DatedFiles.of(dbPath)));
    }

    private void createTicks() throws SQLException, IOException {
        ArchiveTable table = ArchiveTable.TICKS;
        List<String> selects = new ArrayList<>();
        List<Path> parts = parts(table);
        if (!parts.isEmpty()) {
            selects.add("SELECT " + table.list(Column::fromParquet) + ", date AS trade_date, underlying FROM "
                    + hive(parts, "date: DATE, underlying: VARCHAR"));
        }
        for (Path database : databases) {
            String isNowhereElse = isNowhereElse(database);
            List<Path> running = RunningDay.parts(folder, database);
            if (!running.isEmpty()) {
                selects.add(
                        "SELECT * FROM (SELECT " + table.list(Column::fromParquet) + ", trade_date, underlying FROM "
                                + Comparison.parquet(running) + " WHERE " + StoredTicks.isAbove(archived) + ")"
                                + isNowhereElse);
            }
            TickRange rest = RunningDay.rest(folder, database, archived);
            if (!rest.isEmpty()) {
                selects.add("SELECT * FROM (SELECT " + table.list(Column::fromSqlite)
                        + ", trade_date::DATE AS trade_date, underlying FROM "
                        + Underlyings.with(
                                database,
                                SqliteRows.call(
                                        database, "ticks", StoredTicks.isAbove(archived), rest.first(), rest.last()))
                        + ")"
                        + isNowhereElse);
            }
        }
        if (selects.isEmpty()) {
            selects.add("SELECT " + table.list(Column::absent) + ", NULL AS trade_date, NULL AS underlying LIMIT 0");
        }
        duck.run("CREATE VIEW ticks AS " + String.join(" UNION ALL ", selects));
    }

    /** The condition that a tick of a database is not archived from another one, too. */
    private String isNowhereElse(Path database) throws SQLException, IOException {
        List<Path> others = new ArrayList<>();
        for (LocalDate date :
                StoredTicks.ranges(database, archived, Long.MAX_VALUE).keySet()) {
            others.addAll(folder.parts(date, false));
        }
        String tick = "row(id, tradingsymbol, received_at)";
        String columns = ArchiveTable.TICKS.list(Column::fromParquet);
        return others.isEmpty()
                ? ""
                : " WHERE %s NOT IN (SELECT %s FROM (SELECT %s FROM %s))"
                        .formatted(tick, tick, columns, Comparison.parquet(others));
    }

    private void create(ArchiveTable table) throws SQLException, IOException {
        boolean isOfDay = table.date().equals("trade_date");
        List<String> selects = new ArrayList<>();
        List<Path> parts = parts(table);
        if (!parts.isEmpty()) {
            selects.add("SELECT " + (isOfDay ? "date AS trade_date, " : "") + table.list(Column::fromParquet) + " FROM "
                    + hive(parts, "date: DATE"));
        }
        for (Path database : databases) {
            selects.add("SELECT " + (isOfDay ? "trade_date::DATE AS trade_date, " : "") + table.list(Column::fromSqlite)
                    + " FROM " + SqliteRows.call(database, table.name(), "true"));
        }
        if (selects.isEmpty()) {
            selects.add("SELECT " + (isOfDay ? "NULL AS trade_date, " : "") + table.list(Column::absent) + " LIMIT 0");
        }
        duck.run("CREATE VIEW " + table.name() + " AS " + String.join(" UNION ", selects));
    }

    private List<Path> parts(ArchiveTable table) throws IOException {
        List<Path> parts = new ArrayList<>();
        for (LocalDate date : archived.keySet()) {
            parts.addAll(folder.parts(table, date));
        }
        return parts;
    }

    /** The rows of some files, with the names of their folders as columns, so that a date's files alone are read. */
    static String hive(List<Path> parts, String types) {
        return Comparison.parquet(parts).replace("hive_partitioning = false", "hive_types = {" + types + "}");
    }

    private static String level(String value) {
        StringBuilder sql = new StringBuilder("CASE");
        for (String side : List.of("bid", "ask")) {
            for (int level = 0; level < 5; level++) {
                sql.append(" WHEN side = '%s' AND level = %d THEN %s_%s_%d"
                        .formatted(side.equals("bid") ? "buy" : "sell", level, side, value, level));
            }
        }
        return sql.append(" END").toString();
    }
}
