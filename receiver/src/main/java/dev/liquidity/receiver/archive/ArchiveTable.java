package dev.liquidity.receiver.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of the database as the archive keeps it: in a folder of its name, with a folder for each date. Immutable.
 *
 * @param date the SQL expression of a row's date in SQLite, which is the folder's in the archive
 * @param order what the rows of a file are sorted by
 * @param columns those of a file, in their order; the date is the folder's
 */
record ArchiveTable(String name, String date, String order, List<Column> columns) {
    private static final Map<String, List<Column>> COLUMNS = read();

    /** With a folder for each underlying in that of a date. */
    static final ArchiveTable TICKS = table("ticks", "trade_date", "tradingsymbol, id");

    /** The sums of minutes: see {@link Minutes}. */
    static final ArchiveTable MINUTES = table("liquidity_1m", "trade_date", "tradingsymbol, minute");

    /** The others: a file a date. */
    static final List<ArchiveTable> OTHERS = List.of(
            table("instruments", "trade_date", "instrument_token"),
            table("feed_gaps", "substr(from_time, 1, 10)", "from_time, socket"),
            table(
                    "rejected_entries",
                    "date(CAST(substr(stream_id, 1, instr(stream_id, '-') - 1) AS INTEGER) / 1000,"
                            + " 'unixepoch', '+330 minutes')",
                    "stream_id"),
            table("tick_depths_beyond", "(SELECT trade_date FROM ticks WHERE id = tick_id)", "tick_id, side, level"));

    private static ArchiveTable table(String name, String date, String order) {
        return new ArchiveTable(name, date, order, List.copyOf(COLUMNS.get(name)));
    }

    /** The columns of each table, from {@code archive-columns.txt}, which is for people, too. */
    private static Map<String, List<Column>> read() {
        Map<String, List<Column>> tables = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                ArchiveTable.class.getResourceAsStream("/archive-columns.txt"), StandardCharsets.UTF_8))) {
            List<Column> columns = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" \\| ");
                if (line.startsWith("[")) {
                    columns = new ArrayList<>();
                    tables.put(line.substring(1, line.length() - 1), columns);
                } else if (parts.length == 3) {
                    Column.Kind kind = Column.Kind.valueOf(parts[1].toUpperCase(Locale.ROOT));
                    columns.add(new Column(parts[0], kind, parts[2]));
                }
            }
            return tables;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The columns' expressions, with commas. */
    String list(Function<Column, String> expression) {
        return columns.stream().map(expression).collect(Collectors.joining(", "));
    }

    /** What COPY writes into a file's own metadata: the meaning of each column. */
    String metadata() {
        return "{" + list(column -> column.name() + ": " + Duck.text(column.meaning())) + "}";
    }

    /** The table of a name. */
    static ArchiveTable of(String name) {
        return Stream.concat(Stream.of(TICKS, MINUTES), OTHERS.stream())
                .filter(table -> table.name.equals(name))
                .findFirst()
                .orElseThrow();
    }
}
