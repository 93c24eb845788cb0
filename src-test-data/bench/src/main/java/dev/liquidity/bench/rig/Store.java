package dev.liquidity.bench.rig;

import dev.liquidity.common.stream.StreamId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** Reads the receiver's database while it is written. Not thread-safe: used by one thread only. */
public final class Store implements AutoCloseable {
    private static final int BUSY_MILLIS = 5_000;

    private final Path file;
    private Connection connection;

    public Store(Path file) {
        this.file = file;
    }

    /** The highest stored ID; {@link StreamId#ZERO} if there is none, or no file yet. */
    public StreamId top() {
        try {
            return StreamId.unpack(number("SELECT coalesce(max(id), 0) FROM ticks"));
        } catch (SQLException e) {
            // The file or its tables are being created.
            return StreamId.ZERO;
        }
    }

    /** All rows: reads the whole index. */
    public long rows() throws SQLException {
        return number("SELECT count(*) FROM ticks");
    }

    /** Bytes of the file itself. */
    public long bytes() throws SQLException {
        return number("PRAGMA page_count") * number("PRAGMA page_size");
    }

    /** Bytes of each table and index a tick, in words, with the share of them that is unused. */
    public String breakdown(double ticks) throws SQLException {
        StringBuilder text = new StringBuilder();
        number("SELECT 1");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, sum(pgsize), sum(unused) FROM dbstat"
                        + " GROUP BY name HAVING sum(pgsize) > 100000 ORDER BY 2 DESC")) {
            while (rows.next()) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append("%s %.0f (%.0f %% unused)"
                                .formatted(
                                        rows.getString(1),
                                        rows.getLong(2) / ticks,
                                        100.0 * rows.getLong(3) / rows.getLong(2)));
            }
        }
        return text.toString();
    }

    private long number(String sql) throws SQLException {
        if (!Files.exists(file)) {
            throw new SQLException("no file yet");
        }
        if (connection == null) {
            SQLiteConfig config = new SQLiteConfig();
            config.setReadOnly(true);
            config.setBusyTimeout(BUSY_MILLIS);
            connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    /** Lets go of the file; looking again opens it again. */
    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
