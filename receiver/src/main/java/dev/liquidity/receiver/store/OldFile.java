package dev.liquidity.receiver.store;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database of layout 1 or of the Python original, attached read-only as {@code old}, and the SQL expressions that
 * make today's values of its columns. Not thread-safe: used by the main thread only.
 */
final class OldFile {
    private static final Logger LOG = LoggerFactory.getLogger(OldFile.class);
    private static final Set<String> TIMES = Set.of("exchange_timestamp", "last_trade_time", "received_at");
    private static final String DATE_PATTERN = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";

    private final Path path;
    private final Sql sql;
    private final long version;
    private final Set<String> tickColumns;
    private final Set<String> levelColumns;

    /** The table of levels, which has an index by {@code tick_id}. */
    private final String levels;

    private OldFile(Path path, Sql sql) throws SQLException {
        this.path = path;
        this.sql = sql;
        version = sql.number("PRAGMA old.user_version");
        if (version > 1) {
            throw refused(
                    path, "its layout is " + version + ", and this command reads layout 1 and the Python original's");
        }
        tickColumns = columns("ticks");
        levelColumns = columns("tick_depths");
        require("ticks", tickColumns, "id", "instrument_token", "tradingsymbol");
        if (Stream.of("exchange_timestamp", "received_at", "trade_date").noneMatch(tickColumns::contains)) {
            throw refused(path, "its table ticks has no exchange_timestamp");
        }
        if (sql.number("SELECT count(*) FROM pragma_table_info('ticks', 'old') WHERE name = 'id' AND pk = 1") == 0) {
            throw refused(path, "the column id of its table ticks is not the primary key");
        }
        require("tick_depths", levelColumns, "tick_id", "side", "level");
        warnOfOthers();
        levels = indexedLevels();
    }

    /**
     * Attaches a file as {@code old}.
     *
     * @throws UserException ({@link ExitCode#STORE}) if it is not there, or is no such database
     */
    static OldFile attach(Path path, Sql sql) throws SQLException {
        if (!Files.isRegularFile(path)) {
            throw new UserException(ExitCode.STORE, "there is no file " + path + ": name the database to import");
        }
        try {
            sql.update("ATTACH ? AS old", path.toUri() + "?mode=ro");
            return new OldFile(path, sql);
        } catch (SQLException e) {
            if (StoreFault.of(e) != StoreFault.PASSING) {
                throw refused(path, e.getMessage());
            }
            throw e;
        }
    }

    private Set<String> columns(String table) throws SQLException {
        Set<String> columns = new TreeSet<>();
        for (Object[] row : sql.rows("SELECT name FROM pragma_table_info(?, 'old')", table)) {
            columns.add(row[0].toString().toLowerCase(Locale.ROOT));
        }
        return columns;
    }

    private void require(String table, Set<String> columns, String... required) {
        if (columns.isEmpty()) {
            throw refused(path, "it has no table " + table);
        }
        for (String column : required) {
            if (!columns.contains(column)) {
                throw refused(path, "its table " + table + " has no column " + column);
            }
        }
    }

    private void warnOfOthers() {
        Set<String> others = new TreeSet<>(tickColumns);
        TickInsert.TICK.forEach(others::remove);
        if (!others.isEmpty()) {
            LOG.warn("The columns {} of its ticks have no place in the database, and stay behind", others);
        }
    }

    private String indexedLevels() throws SQLException {
        if (sql.number("""
                SELECT count(*) FROM pragma_index_list('tick_depths', 'old') l
                  JOIN pragma_index_info(l.name, 'old') c ON c.seqno = 0 AND c.name = 'tick_id'
                  WHERE l.partial = 0""") > 0) {
            return "old.tick_depths";
        }
        LOG.info("Its levels have no index by tick_id: sorting them into a temporary file (in SQLITE_TMPDIR)");
        sql.update("CREATE TEMP TABLE sorted_levels AS SELECT * FROM old.tick_depths ORDER BY tick_id");
        sql.update("CREATE INDEX temp.sorted_levels_by_tick ON sorted_levels (tick_id)");
        return "temp.sorted_levels";
    }

    private static UserException refused(Path path, String reason) {
        return new UserException(
                ExitCode.STORE,
                path + " can't be imported (" + reason + "): name a database that an earlier version wrote");
    }

    /** Whether it has {@link SideTable}s, and the levels a key; the Python original's has neither. */
    boolean isLayout1() {
        return version == 1;
    }

    String levels() {
        return levels;
    }

    /** The value for a column of {@code ticks}, beside the book, from a row {@code t} of the old table. */
    String tick(String column) {
        if (column.equals("trade_date")) {
            return "coalesce("
                    + (tickColumns.contains(column)
                            ? "CASE WHEN " + isPlaceholder(column) + " THEN NULL ELSE "
                                    + "nullif(t.trade_date, '') END, "
                            : "")
                    + date("exchange_timestamp") + ", " + date("received_at")
                    + ")";
        }
        if (!tickColumns.contains(column)) {
            return "NULL";
        }
        return TIMES.contains(column) ? """
                        CASE WHEN %2$s THEN NULL
                          WHEN substr(t.%1$s, 11, 1) = ' ' THEN substr(t.%1$s, 1, 10) || 'T' || substr(t.%1$s, 12)
                          ELSE nullif(t.%1$s, '')
                        END""".formatted(column, isPlaceholder(column)) : "nullif(t." + column + ", '')";
    }

    private String date(String column) {
        return tickColumns.contains(column)
                ? "CASE WHEN t.%1$s GLOB '%2$s*' AND NOT %3$s THEN substr(t.%1$s, 1, 10) END"
                        .formatted(column, DATE_PATTERN, isPlaceholder(column))
                : "NULL";
    }

    private static String isPlaceholder(String column) {
        return "substr(t." + column + ", 1, 5) = '1970-'";
    }

    /** The date of the file for a row {@code t} of the old {@code ticks}; the first parameter if it has none. */
    String fileDate() {
        return "CASE WHEN " + tick("trade_date") + " GLOB '" + DATE_PATTERN + "' THEN " + tick("trade_date")
                + " ELSE ?1 END";
    }

    /** How many empty texts there are in a row {@code t} of the old {@code ticks}. */
    String emptyTexts() {
        return present(TickInsert.TICK)
                .map(column -> "(t." + column + " IS '')")
                .collect(Collectors.joining(" + "));
    }

    /** How many times of 1970 there are in a row {@code t} of the old {@code ticks}. */
    String placeholders() {
        return Stream.concat(Stream.of("0"), present(TIMES).map(column -> "(" + isPlaceholder(column) + " IS TRUE)"))
                .collect(Collectors.joining(" + "));
    }

    private Stream<String> present(Iterable<String> columns) {
        List<String> present = new ArrayList<>();
        columns.forEach(present::add);
        return present.stream().filter(tickColumns::contains);
    }

    /** The value for a column of {@code tick_depths} from a row {@code d} of the old table. */
    String level(String column) {
        return levelColumns.contains(column) ? "nullif(d." + column + ", '')" : "NULL";
    }

    /** Whether a row {@code d} of the old {@code tick_depths} says anything. */
    String isLevel() {
        return "coalesce(" + level("price") + ", " + level("quantity") + ", " + level("orders") + ") IS NOT NULL";
    }
}
