package dev.liquidity.receiver.archive;

import dev.liquidity.common.config.Settings;
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

/**
 * Answers questions about some days from SQLite and the archive, whichever has them, by the keys of their tables: in
 * moments however many ticks there are. It only reads. Thread-safe: answers one question at a time.
 *
 * <p>A question is SQL of DuckDB's dialect that yields one text. It may name values, as in <code>$date</code>; and
 * rows, as in <code>{minutes: name = $underlying | minute = $minute}</code>: those of the instruments that satisfy the
 * first condition, and of these rows the ones that satisfy the second. Both are handed to SQLite, and may be missing.
 * The rows are {@code ticks}; {@code last}, each instrument's last tick with an ID below <code>$end</code>;
 * {@code minutes}, which are those of {@code liquidity_1m}; {@code days}, their sums by instrument; or {@code feed_gaps}. The days' instruments are in a table
 * {@code instruments}.
 */
public final class DayTables implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("\\$(\\w+)");
    private static final Pattern PLACE =
            Pattern.compile(NAME + "|\\{(ticks|last|minutes|days|feed_gaps)(?:: ([^|}]+))?(?:\\| ([^}]+))?}");

    private static final int TIMEOUT_SECONDS = 5;

    private final String dbPath;
    private final ArchiveFolder folder;
    private final Path scratch;
    private final Duck duck;

    /** Starts DuckDB. */
    public DayTables(Settings.Persistence settings) throws SQLException, IOException {
        dbPath = settings.dbPath();
        folder = new ArchiveFolder(settings.archiveDir());
        scratch = Files.createTempDirectory("liquidity-");
        duck = Duck.open(scratch);
        duck.run("SET threads = 2");
        duck.limitEach(TIMEOUT_SECONDS);
    }

    /** The dates that have ticks, ascending. */
    public synchronized NavigableSet<LocalDate> dates() throws SQLException, IOException {
        NavigableSet<LocalDate> dates = new TreeSet<>(folder.dates().keySet());
        for (Path database : DatedFiles.of(dbPath)) {
            dates.addAll(DayRows.dates(database));
        }
        return dates;
    }

    /**
     * Answers a question.
     *
     * @param values those it names; others are NULL
     * @param days whose rows it is about
     * @throws SQLException if it can't be answered, or not within 5 s
     */
    public synchronized String answer(String question, Map<String, String> values, List<LocalDate> days)
            throws SQLException, IOException {
        duck.run("CREATE OR REPLACE TEMP TABLE instruments AS SELECT DISTINCT ON (trade_date, tradingsymbol) *,"
                + " CASE tradingsymbol " + Underlyings.indices()
                + " ELSE if(expiry IS NULL, tradingsymbol, name) END AS underlying FROM "
                + rows(days, "instruments", null, null, null));
        StringBuilder sql = new StringBuilder();
        Matcher place = PLACE.matcher(question);
        // What was put in is not looked at again: it may hold anything.
        while (place.find()) {
            String put = place.group(1) != null
                    ? literal(values, place.group(1))
                    : rows(
                            days,
                            place.group(2),
                            fill(place.group(3), values),
                            fill(place.group(4), values),
                            values.get("end"));
            place.appendReplacement(sql, Matcher.quoteReplacement(put));
        }
        String[] answer = new String[1];
        duck.forEach(place.appendTail(sql).toString(), row -> answer[0] = row.getString(1));
        return answer[0];
    }

    private static String fill(String condition, Map<String, String> values) {
        return condition == null
                ? null
                : NAME.matcher(condition).replaceAll(name -> Matcher.quoteReplacement(literal(values, name.group(1))));
    }

    private static String literal(Map<String, String> values, String name) {
        return values.get(name) == null ? "NULL" : Duck.text(values.get(name));
    }

    private String rows(List<LocalDate> days, String kind, String which, String condition, String end)
            throws SQLException, IOException {
        ArchiveTable table = ArchiveTable.of(
                switch (kind) {
                    case "minutes", "days" -> "liquidity_1m";
                    case "last" -> "ticks";
                    default -> kind;
                });
        List<String> selects = new ArrayList<>();
        for (LocalDate day : days) {
            DayRows rows = new DayRows(folder, DatedFiles.of(dbPath), day, table);
            selects.addAll(
                    switch (kind) {
                        case "last" -> rows.last(which, end);
                        case "days" -> rows.bySymbol(which);
                        default -> rows.all(which, condition);
                    });
        }
        if (selects.isEmpty()) {
            selects.add("SELECT " + table.list(Column::absent) + ", NULL::DATE AS trade_date WHERE false");
        }
        String newest = kind.equals("last")
                ? " QUALIFY row_number() OVER (PARTITION BY tradingsymbol ORDER BY id DESC) = 1"
                : "";
        return "(SELECT * FROM (" + String.join(" UNION ALL ", selects) + ")" + newest + ")";
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
