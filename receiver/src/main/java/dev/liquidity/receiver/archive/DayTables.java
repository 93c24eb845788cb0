package dev.liquidity.receiver.archive;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.store.DatedFiles;
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
 * <p>A question is SQL of DuckDB's dialect that yields one text. It may name values, as in <code>$date</code>; and rows
 * of the days, as in <code>{liquidity_1m: name = $underlying | minute = $minute}</code>: those of the instruments that
 * satisfy the first condition, of which the second is true. Both are handed to SQLite; without them, it is all rows. The
 * rows are {@code ticks}, {@code feed_gaps}, {@code liquidity_1m}, or {@code days}: the last one's sums, see
 * {@link SqliteRows#BY_SYMBOL}. The table {@code instruments} has the days' instruments.
 */
public final class DayTables implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("\\$(\\w+)");
    private static final Pattern PLACE = Pattern.compile(NAME + "|\\{(\\w+)(?:: ([^|}]+))?(?:\\| ([^}]+))?}");

    private final String dbPath;
    private final ArchiveFolder folder;
    private final Path scratch;
    private final Duck duck;
    private List<Path> databases;
    private String isOfDays;

    /** @param seconds after which it gives up a question */
    public DayTables(Settings.Persistence settings, int seconds) throws SQLException, IOException {
        dbPath = settings.dbPath();
        folder = new ArchiveFolder(settings.archiveDir());
        scratch = Files.createTempDirectory("liquidity-");
        duck = Duck.open(scratch);
        duck.run("SET threads = 2");
        duck.limitEach(seconds);
    }

    /** The dates that have minutes, ascending. */
    public synchronized NavigableSet<LocalDate> dates() throws SQLException, IOException {
        databases = databases();
        NavigableSet<LocalDate> dates = new TreeSet<>(folder.dates().keySet());
        for (Path database : databases) {
            if (Minutes.isIn(database)) {
                Minutes.dates(database).forEach(date -> dates.add(LocalDate.parse(date)));
            }
        }
        return dates;
    }

    /**
     * Answers a question.
     *
     * @param values those it names; others are NULL
     * @param days one or more, whose rows it is about
     * @throws SQLException if it can't be answered, or takes too long
     * @throws UserException if a database is another program's
     */
    public synchronized String answer(String question, Map<String, String> values, List<LocalDate> days)
            throws SQLException, IOException {
        String[] answer = new String[1];
        duck.forEach(sql(question, values, days), row -> answer[0] = row.getString(1));
        return answer[0];
    }

    /** Writes the rows that a question yields to a file, with a header. */
    public synchronized void write(String question, Map<String, String> values, List<LocalDate> days, Path csv)
            throws SQLException, IOException {
        duck.run("COPY (" + sql(question, values, days) + ") TO " + Duck.text(csv.toString()) + " (HEADER)");
    }

    private String sql(String question, Map<String, String> values, List<LocalDate> days)
            throws SQLException, IOException {
        databases = databases();
        isOfDays = days.stream().map(day -> "'" + day + "'").collect(Collectors.joining(", ", " IN (", ")"));
        Map<Path, LocalDate> minutes = Minutes.counted(folder, databases);
        for (ArchiveTable table : ArchiveTable.all()) {
            List<Path> parts = new ArrayList<>();
            for (LocalDate day : days) {
                parts.addAll(folder.parts(table, day));
            }
            archived(table, parts);
        }
        minutes.values().retainAll(days);
        archived(ArchiveTable.MINUTES, List.copyOf(minutes.keySet()));
        duck.run("CREATE OR REPLACE TEMP VIEW ticks AS FROM archived_ticks");
        duck.run("CREATE OR REPLACE TEMP TABLE instruments AS SELECT DISTINCT ON (trade_date, tradingsymbol) *,"
                + " CASE tradingsymbol " + Underlyings.indices() + " ELSE if(expiry IS NULL, tradingsymbol, name) END"
                + " AS underlying FROM " + rows("instruments", null, null));
        StringBuilder sql = new StringBuilder();
        Matcher place = PLACE.matcher(question);
        // What was put in is not looked at again: it may hold anything.
        while (place.find()) {
            String put = place.group(1) != null
                    ? literal(values, place.group(1))
                    : rows(place.group(2), fill(place.group(3), values), fill(place.group(4), values));
            place.appendReplacement(sql, Matcher.quoteReplacement(put));
        }
        return place.appendTail(sql).toString();
    }

    private static String fill(String condition, Map<String, String> values) {
        return condition == null
                ? null
                : NAME.matcher(condition).replaceAll(name -> Matcher.quoteReplacement(literal(values, name.group(1))));
    }

    private static String literal(Map<String, String> values, String name) {
        return values.get(name) == null ? "NULL" : Duck.text(values.get(name));
    }

    /** Makes a view of what the archive has of a table. */
    private void archived(ArchiveTable table, List<Path> parts) throws SQLException {
        duck.run("CREATE OR REPLACE TEMP VIEW archived_" + table.name() + " AS "
                + (parts.isEmpty()
                        ? "SELECT " + table.list(Column::absent) + ", NULL::DATE AS trade_date WHERE false"
                        : "SELECT " + table.list(Column::fromParquet) + ", date AS trade_date FROM "
                                + Views.hive(parts, "date: DATE")));
    }

    private String rows(String kind, String which, String condition) throws SQLException, IOException {
        boolean isSummed = kind.equals("days");
        ArchiveTable table = isSummed ? ArchiveTable.MINUTES : ArchiveTable.of(kind);
        String chosen = which == null
                ? ""
                : " AND tradingsymbol IN (SELECT tradingsymbol FROM instruments i WHERE trade_date" + isOfDays
                        + " AND (" + which + "))";
        String end =
                chosen + (condition == null ? "" : " AND (" + condition + ")") + (isSummed ? SqliteRows.BY_SYMBOL : "");
        String above = table == ArchiveTable.TICKS ? " AND " + StoredTicks.isAbove(folder.dates()) : "";
        List<String> selects = new ArrayList<>();
        for (Path database : databases) {
            if (table != ArchiveTable.MINUTES || Minutes.isIn(database)) {
                selects.add("SELECT " + table.list(Column::fromSqlite) + ", (" + table.date()
                        + ")::DATE AS trade_date FROM "
                        + SqliteRows.call(database, table.name(), table.date() + isOfDays + above + end));
            }
        }
        selects.add("SELECT " + table.list(isSummed ? Minutes::summed : Column::name) + ", trade_date FROM archived_"
                + table.name() + " WHERE true" + end);
        return "(" + String.join(" UNION ALL ", selects) + ")";
    }

    /** Those that are not empty. */
    private List<Path> databases() throws SQLException, IOException {
        List<Path> found = new ArrayList<>();
        for (Path database : DatedFiles.of(dbPath)) {
            List<String> tables = Minutes.column(database, "SELECT name FROM sqlite_master");
            if (!tables.isEmpty() && !tables.contains("ticks")) {
                throw new UserException(ExitCode.STORE, "The database " + database + " is another program's");
            }
            if (!tables.isEmpty()) {
                found.add(database);
            }
        }
        return found;
    }

    /** What went wrong, without DuckDB's words around it. */
    public static String reason(Exception e) {
        return Query.reason(e);
    }

    @Override
    public synchronized void close() throws SQLException, IOException {
        duck.close();
        Files.deleteIfExists(scratch);
    }
}
