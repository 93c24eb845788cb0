package dev.liquidity.receiver.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The query planner's statistics in {@code sqlite_stat1}, without which SQLite begins some joins at the wrong end. A
 * new file has those of a large one, which its own replace once a day while it is of a middling size. Not thread-safe:
 * used by the store-writer thread only.
 */
final class Statistics {
    private static final Logger LOG = LoggerFactory.getLogger(Statistics.class);

    /** What {@code liquidity_1m} gets: two million minutes of 1,250 symbols and five days. */
    static final String TYPICAL_MINUTES = """
            INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
              ('liquidity_1m', 'liquidity_1m', '2000000 400000 1100 1'),
              ('liquidity_1m', 'liquidity_1m_by_symbol_and_date', '2000000 1600 320')""";

    /**
     * What a new file gets: ten million ticks of 1,250 symbols and five days. The first statement makes the table. The
     * figures are rows, and rows that are equal in one and two columns of the index.
     */
    static final List<String> TYPICAL = List.of("ANALYZE book_levels", """
            INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
              ('ticks', 'ticks_by_symbol_and_date', '10000000 8000 1600'),
              ('instruments', 'instruments', '10000 2000 1')""", TYPICAL_MINUTES);

    /** About 150,000 ticks: in a smaller file, what is typical is the better guess. */
    static final long LEAST_BYTES = 64L << 20;

    /**
     * About 2.5 million ticks, which take 60 ms: whatever the limit, an SQLite that is built with STAT4, as the
     * driver's is, counts the entries of the index one by one. A larger file keeps what it has.
     */
    static final long MOST_BYTES = 1L << 30;

    private final Statement control;
    private final long leastBytes;
    private final long mostBytes;
    private String refreshed = "";

    Statistics(Connection connection, long leastBytes, long mostBytes) throws SQLException {
        control = connection.createStatement();
        this.leastBytes = leastBytes;
        this.mostBytes = mostBytes;
        control.execute("PRAGMA analysis_limit = 400");
    }

    /**
     * Refreshes them after the first commit with a tick of a later trade date than before. A failure is ignored: the
     * ticks are stored, and the next date is another chance.
     */
    void refresh(String tradeDate) {
        if (tradeDate.compareTo(refreshed) <= 0) {
            return;
        }
        refreshed = tradeDate;
        try {
            long bytes = number("PRAGMA page_count") * number("PRAGMA page_size");
            if (bytes >= leastBytes && bytes <= mostBytes) {
                control.execute("ANALYZE ticks");
                control.execute("ANALYZE instruments");
            }
        } catch (SQLException e) {
            LOG.debug("The planner's statistics are not refreshed on {}", tradeDate, e);
        }
    }

    private long number(String sql) throws SQLException {
        try (ResultSet row = control.executeQuery(sql)) {
            return row.getLong(1);
        }
    }
}
