package dev.liquidity.receiver.archive;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.store.DatedFiles;
import dev.liquidity.receiver.store.ReadOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers questions about some days from SQLite and the archive by the keys of their tables: in moments, however many
 * ticks there are. It only reads. Thread-safe: answers one question at a time.
 *
 * <p>A question is SQL of DuckDB's dialect that yields one text. It names values as <code>$date</code>, or
 * <code>$minute?</code> if it may be missing and NULL; and rows of the days, as in
 * <code>{liquidity_1m: name = $underlying | minute = $minute}</code>: those of the instruments that satisfy the first
 * condition, of which the second is true. Both are handed to SQLite; without them it is all rows. The rows are
 * {@code ticks}, {@code feed_gaps} or {@code liquidity_1m}, or the last one's sums, {@code by_minute} and
 * {@code by_tradingsymbol}: see {@link SqliteRows#GROUP_BY}. The table {@code instruments} has the days' instruments.
 */
public final class DayTables implements AutoCloseable {
    private static final Pattern VALUE = Pattern.compile("\\$(\\w+)(\\??)");
    private static final Pattern ROWS = Pattern.compile("\\{(by_)?(\\w+)(?:: ([^|}]+))?(?: ?\\| ([^}]+))?}");

    private final String dbPath;
    private final ArchiveFolder folder;
    private final Path scratch;
    private final Duck duck;

    /** @param seconds after which it gives up a question */
    public DayTables(Settings.Persistence settings, int seconds) {
        dbPath = settings.dbPath();
        folder = ArchiveFolder.of(settings);
        scratch = answered(() -> Files.createTempDirectory("liquidity-"));
        duck = answered(() -> Duck.open(scratch).limitEach(seconds));
    }

    /** The dates that have minutes, ascending. */
    public synchronized NavigableSet<LocalDate> dates() {
        return answered(() -> {
            NavigableSet<LocalDate> dates = new TreeSet<>(folder.dates().keySet());
            for (Path database : databases()) {
                dates.addAll(Minutes.dates(database));
            }
            return dates;
        });
    }

    /**
     * Answers a question.
     *
     * @param days one or more, whose rows it is about
     * @throws IllegalArgumentException if a value is missing
     * @throws UserException if it can't be answered, or takes too long
     */
    public synchronized String answer(String question, Map<String, String> values, List<LocalDate> days) {
        String[] answer = new String[1];
        return answered(() -> {
            duck.forEach(sql(question, values, days), row -> answer[0] = row.getString(1));
            return answer[0];
        });
    }

    /** Writes the rows that a question yields to a file. */
    public synchronized void write(String question, Map<String, String> values, List<LocalDate> days, Path csv) {
        answered(() -> {
            duck.run("COPY (" + sql(question, values, days) + ") TO " + Duck.text(csv.toString()) + " (HEADER)");
            return null;
        });
    }

    private interface Work<T> {
        T run() throws SQLException, IOException;
    }

    private static <T> T answered(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException | IOException e) {
            String reason = Query.reason(e);
            String why = reason.contains("Interrupted") ? "it takes too long" : reason;
            throw new UserException(ExitCode.STORE, "the data can't be read now: " + why, e);
        }
    }

    private String sql(String question, Map<String, String> values, List<LocalDate> days)
            throws SQLException, IOException {
        List<Path> databases = databases();
        String ofDays = days.stream().map(day -> "'" + day + "'").collect(Collectors.joining(", ", " IN (", ")"));
        Map<Path, LocalDate> minutes = Minutes.counted(folder, databases);
        minutes.values().retainAll(days);
        archived(ArchiveTable.MINUTES, List.copyOf(minutes.keySet()));
        for (String table : List.of("ticks", "instruments", "feed_gaps")) {
            List<Path> parts = new ArrayList<>();
            for (LocalDate day : days) {
                parts.addAll(folder.parts(ArchiveTable.of(table), day));
            }
            archived(ArchiveTable.of(table), parts);
        }
        duck.run("CREATE OR REPLACE TEMP TABLE instruments AS SELECT DISTINCT ON (trade_date, tradingsymbol) *,"
                + " CASE tradingsymbol " + Underlyings.indices() + " ELSE if(expiry IS NULL, tradingsymbol, name) END"
                + " AS underlying FROM " + rows(databases, "instruments", "", ofDays, ""));
        String asked = VALUE.matcher(question).replaceAll(name -> literal(values, name.group(1), name.group(2)));
        StringBuilder sql = new StringBuilder();
        Matcher rows = ROWS.matcher(asked);
        while (rows.find()) {
            String condition = rows.group(4) == null ? "" : " AND (" + rows.group(4) + ")";
            if (rows.group(3) != null) {
                condition += " AND tradingsymbol IN (SELECT tradingsymbol FROM instruments i WHERE trade_date" + ofDays
                        + " AND (" + rows.group(3) + "))";
            }
            boolean isSum = rows.group(1) != null;
            String group = isSum ? SqliteRows.GROUP_BY + rows.group(2) : "";
            String put = rows(databases, isSum ? "liquidity_1m" : rows.group(2), condition, ofDays, group);
            rows.appendReplacement(sql, Matcher.quoteReplacement(put));
        }
        return rows.appendTail(sql).toString();
    }

    /** A value in SQL. One with a brace could name rows. */
    private static String literal(Map<String, String> values, String name, String mark) {
        String value = values.get(name);
        if (value == null && mark.isEmpty() || value != null && value.contains("{")) {
            throw new IllegalArgumentException("The parameter " + name + " is missing, or wrong");
        }
        return value == null ? "NULL" : Matcher.quoteReplacement(Duck.text(value));
    }

    /** Makes a view of what the archive has of a table. */
    private void archived(ArchiveTable table, List<Path> parts) throws SQLException {
        duck.run("CREATE OR REPLACE TEMP VIEW " + view(table.name()) + " AS "
                + (parts.isEmpty()
                        ? "SELECT " + table.list(Column::absent) + ", NULL::DATE AS trade_date WHERE false"
                        : "SELECT " + table.list(Column::fromParquet) + ", date AS trade_date FROM "
                                + Views.hive(parts, "date: DATE")));
    }

    /** The view of what the archive has of a table: conditions name it as they name SQLite's. */
    private static String view(String table) {
        return table.equals("instruments") ? "archived_instruments" : table;
    }

    private String rows(List<Path> databases, String name, String condition, String ofDays, String group)
            throws SQLException, IOException {
        ArchiveTable table = ArchiveTable.of(name);
        String above = table == ArchiveTable.TICKS ? " AND " + StoredTicks.isAbove(folder.dates()) : "";
        List<String> selects = new ArrayList<>();
        for (Path database : databases) {
            if (table != ArchiveTable.MINUTES || Minutes.isIn(database)) {
                selects.add("SELECT " + table.list(Column::fromSqlite) + ", (" + table.date()
                        + ")::DATE AS trade_date FROM "
                        + SqliteRows.call(database, name, table.date() + ofDays + above + condition + group));
            }
        }
        selects.add("SELECT " + table.list(column -> summed(column.name(), group)) + ", trade_date FROM " + view(name)
                + " WHERE true" + condition + group);
        return "(" + String.join(" UNION ALL ", selects) + ")";
    }

    private static String summed(String column, String group) {
        boolean isText = column.equals("tradingsymbol") || column.equals("minute");
        String sum = isText ? "string_agg(ticks || ' ' || " + column + ", ',')" : "sum(" + column + ")";
        return group.isEmpty() || group.contains(column) ? column : sum + " AS " + column;
    }

    /** Those that are not empty. */
    private List<Path> databases() throws SQLException, IOException {
        List<Path> found = new ArrayList<>();
        for (Path database : DatedFiles.of(dbPath)) {
            List<Object[]> tables = ReadOnly.rows(database, "SELECT name FROM sqlite_master");
            if (tables.stream().anyMatch(table -> table[0].equals("ticks"))) {
                found.add(database);
            } else if (!tables.isEmpty()) {
                throw new UserException(ExitCode.STORE, "the database " + database + " is another program's");
            }
        }
        return found;
    }

    @Override
    public synchronized void close() {
        answered(() -> {
            duck.close();
            return Files.deleteIfExists(scratch);
        });
    }
}
