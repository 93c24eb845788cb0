package dev.liquidity.receiver.archive;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Answers a query over the archive and SQLite, and only reads. Not thread-safe: used by the main thread only. */
public final class Query {
    /** A table that nobody reads to its end is no answer; CSV has all rows. */
    private static final int MOST_ROWS = 1000;

    private static final Pattern NUMBER = Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|DOUBLE|FLOAT|DECIMAL");

    private final Settings.Persistence settings;
    private final Duration timeout;
    private final StopSignal stop;
    private final PrintStream out;

    /** @param timeout after which it gives up */
    public Query(Settings.Persistence settings, Duration timeout, StopSignal stop, PrintStream out) {
        this.settings = settings;
        this.timeout = timeout;
        this.stop = stop;
        this.out = out;
    }

    /** What is done with the open tables. */
    private interface Work {
        void run(Duck duck) throws SQLException, IOException;
    }

    /**
     * Prints the rows of a query.
     *
     * @throws UserException with {@code USAGE} if it is none, takes too long or fails
     */
    public void print(String sql, boolean asCsv) {
        withTables(duck -> {
            duck.requireQuery(sql);
            duck.forbidFiles(settings.archiveDir());
            if (asCsv) {
                printCsv(duck, sql);
            } else {
                printTable(duck, sql);
            }
        });
    }

    /**
     * Writes the ticks of a date to a file, sorted by symbol and ID.
     *
     * @param symbols tradingsymbols or underlyings; empty for all
     * @param format {@code csv} or {@code parquet}
     */
    public void export(LocalDate date, List<String> symbols, String format, Path file) {
        String list = symbols.stream().map(Duck::text).collect(Collectors.joining(", ", "(", ")"));
        String chosen = symbols.isEmpty() ? "" : " AND (tradingsymbol IN " + list + " OR underlying IN " + list + ")";
        withTables(duck -> {
            Path unfinished = file.resolveSibling(file.getFileName() + ".part");
            duck.run("COPY (SELECT * FROM ticks WHERE trade_date = '" + date + "'" + chosen
                    + " ORDER BY tradingsymbol, id) TO " + Duck.text(unfinished.toString()) + " (FORMAT " + format
                    + (format.equals("csv") ? ", HEADER)" : ", COMPRESSION zstd)"));
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    private void withTables(Work work) {
        ArchiveFolder folder = ArchiveFolder.of(settings);
        try {
            List<Object> state = Views.state(folder, settings.dbPath());
            Path scratch = Files.createTempDirectory("liquidity-");
            try (Duck duck = Duck.open(scratch)) {
                Views.create(duck, folder, settings.dbPath());
                duck.limit(timeout, stop);
                work.run(duck);
            } finally {
                Archive.empty(scratch);
                Files.delete(scratch);
                if (!Views.state(folder, settings.dbPath()).equals(state)) {
                    throw new SQLException("ticks were archived meanwhile, and may be missing: run it again");
                }
            }
        } catch (SQLException | IOException e) {
            throw new UserException(ExitCode.USAGE, reason(e), e);
        }
    }

    static String reason(Exception e) {
        return e instanceof SQLException
                ? e.getMessage()
                        .replaceFirst("(?s)^Invalid Input Error: .*?\nError: ", "")
                        .strip()
                : e.toString();
    }

    private void printCsv(Duck duck, String sql) throws SQLException {
        out.println(String.join(",", names(duck.rows("DESCRIBE " + sql))));
        duck.forEach(asText(sql), row -> {
            List<String> values = new ArrayList<>();
            for (String value : values(row)) {
                boolean isPlain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
                values.add(isPlain ? value : '"' + value.replace("\"", "\"\"") + '"');
            }
            out.println(String.join(",", values));
        });
    }

    private void printTable(Duck duck, String sql) throws SQLException {
        List<Object[]> columns = duck.rows("DESCRIBE " + sql);
        List<String[]> lines = new ArrayList<>();
        lines.add(names(columns));
        long[] rows = {0};
        duck.forEach(asText(sql), row -> {
            if (rows[0]++ < MOST_ROWS) {
                lines.add(values(row));
            }
        });
        StringBuilder format = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            int at = i;
            int width = lines.stream().mapToInt(line -> line[at].length()).max().orElse(0);
            // Numbers stand to the right.
            boolean isNumber = NUMBER.matcher(columns.get(i)[1].toString()).lookingAt();
            format.append(i == 0 ? "%" : "  %")
                    .append(isNumber ? "" : "-")
                    .append(Math.max(1, width))
                    .append("s");
        }
        lines.forEach(
                line -> out.println(format.toString().formatted((Object[]) line).stripTrailing()));
        String count = rows[0] == 1 ? "1 row" : "%,d rows".formatted(rows[0]);
        out.println("(" + count + (rows[0] > MOST_ROWS ? ", the first 1,000 shown; --csv prints all)" : ")"));
    }

    /** The same rows, with values as DuckDB prints them. */
    private static String asText(String sql) {
        return "SELECT COLUMNS(*)::VARCHAR FROM (" + sql.strip().replaceFirst(";+$", "") + ")";
    }

    private static String[] names(List<Object[]> columns) {
        return columns.stream().map(column -> column[0].toString()).toArray(String[]::new);
    }

    private static String[] values(ResultSet row) throws SQLException {
        String[] values = new String[row.getMetaData().getColumnCount()];
        for (int i = 0; i < values.length; i++) {
            String value = row.getString(i + 1);
            values[i] = value == null ? "" : value;
        }
        return values;
    }
}
