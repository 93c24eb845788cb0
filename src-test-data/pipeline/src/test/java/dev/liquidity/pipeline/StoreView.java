package dev.liquidity.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * The store as an onlooker sees it: opened for each question, and read-only, so that it does no checkpoint for the
 * receiver.
 */
final class StoreView {
    private static final int BUSY_MILLIS = 5_000;

    private final Path path;

    StoreView(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** A row of {@code feed_gaps}. */
    record Gap(int socket, String from, String to, String reason, int instruments) {}

    /** A row of {@code rejected_entries}. */
    record Rejected(String streamId, String reason, int payloadLength) {}

    /** Takes the rows of a query. */
    @FunctionalInterface
    interface RowHandler {
        void onRow(ResultSet row) throws SQLException;
    }

    /** Shows every row of a query. */
    void query(String sql, RowHandler handler) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path, config.toProperties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                handler.onRow(rows);
            }
        }
    }

    /** One number; 0 when there is no database yet. */
    long number(String sql) throws SQLException {
        if (!Files.exists(path)) {
            return 0;
        }
        long[] found = new long[1];
        query(sql, row -> found[0] = row.getLong(1));
        return found[0];
    }

    /** The highest packed ID. */
    long lastId() throws SQLException {
        return number("SELECT coalesce(max(id), 0) FROM ticks");
    }

    /** All gaps but those of a start in market hours, which begin at 09:15: a test may run at any hour. */
    List<Gap> gaps() throws SQLException {
        List<Gap> gaps = new ArrayList<>();
        query(
                "SELECT socket, from_time, to_time, reason, instruments FROM feed_gaps"
                        + " WHERE from_time NOT LIKE '%T09:15:00.000000' ORDER BY from_time, socket",
                row -> gaps.add(
                        new Gap(row.getInt(1), row.getString(2), row.getString(3), row.getString(4), row.getInt(5))));
        return gaps;
    }

    List<Rejected> rejected() throws SQLException {
        List<Rejected> rejected = new ArrayList<>();
        query(
                "SELECT stream_id, reason, length(payload) FROM rejected_entries ORDER BY stream_id",
                row -> rejected.add(new Rejected(row.getString(1), row.getString(2), row.getInt(3))));
        return rejected;
    }
}
