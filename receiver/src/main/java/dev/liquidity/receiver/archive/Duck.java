package dev.liquidity.receiver.archive;

import dev.liquidity.common.runtime.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBDriver;

/**
 * A DuckDB in memory, which reads and writes Parquet, and reads SQLite by {@link SqliteRows}. Times are shown as
 * India's. Not thread-safe.
 */
final class Duck implements AutoCloseable {
    /** With the library and the heap, it stays under 512 MB. */
    private static final int MEMORY_MB = 192;

    private static final Pattern LIBRARY = Pattern.compile("(/\\S*libduckdb_java\\S*)$", Pattern.MULTILINE);

    private final Connection connection;
    private final SqliteRows sqlite;
    private volatile Statement running;
    private int timeoutSeconds;

    private Duck(Connection connection, SqliteRows sqlite) {
        this.connection = connection;
        this.sqlite = sqlite;
    }

    /**
     * Starts one.
     *
     * @param scratch a directory for what does not fit into memory
     */
    static Duck open(Path scratch) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
        removeLibrary();
        SqliteRows sqlite = new SqliteRows();
        Duck duck = new Duck(connection, sqlite);
        try {
            sqlite.register(connection);
            duck.run("SET memory_limit = '" + MEMORY_MB + "MB'");
            duck.run("SET temp_directory = " + text(scratch.toString()));
            duck.run("SET TimeZone = 'Asia/Kolkata'");
            return duck;
        } catch (SQLException e) {
            duck.close();
            throw e;
        }
    }

    /** The driver unpacks its library, of 60 MB, and leaves it behind when the process is killed. */
    private static void removeLibrary() {
        try {
            Matcher file = LIBRARY.matcher(Files.readString(Path.of("/proc/self/maps")));
            if (file.find()) {
                Files.deleteIfExists(Path.of(file.group(1)));
            }
        } catch (IOException e) {
            // There is no /proc: the driver deletes it at the end.
        }
    }

    /** Runs a statement that yields no rows. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            running = statement;
            statement.execute(sql);
        } finally {
            sqlite.release();
        }
    }

    /** Takes one row after another. */
    interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    /** Hands the rows of a query over as they come. */
    void forEach(String sql, RowTaker taker) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            running = statement;
            statement.setQueryTimeout(timeoutSeconds);
            ResultSet rows = statement.executeQuery(sql);
            while (rows.next()) {
                taker.take(rows);
            }
        } finally {
            sqlite.release();
        }
    }

    /** The rows of a query, each with the values of its columns. */
    List<Object[]> rows(String sql) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        forEach(sql, result -> {
            Object[] row = new Object[result.getMetaData().getColumnCount()];
            for (int i = 0; i < row.length; i++) {
                row[i] = result.getObject(i + 1);
            }
            rows.add(row);
        });
        return rows;
    }

    /** @throws SQLException if a text is anything but one query */
    void requireQuery(String sql) throws SQLException {
        Object[] parsed = rows("""
                        SELECT tree->>'error_type', tree->>'error_message', json_array_length(tree->'statements')
                        FROM (SELECT json_serialize_sql(%s)::JSON AS tree)""".formatted(text(sql))).get(0);
        if ("not implemented".equals(parsed[0]) || parsed[0] == null && ((Number) parsed[2]).longValue() != 1) {
            throw new SQLException("this command takes one SELECT and nothing else");
        }
        if (parsed[0] != null) {
            throw new SQLException(parsed[1].toString());
        }
    }

    /** Lets no later statement touch files, but for reading and writing in two directories. */
    void forbidFiles(Path directory) throws SQLException {
        run("SET allowed_directories = [" + text(directory.toString()) + "]");
        run("SET enable_external_access = false");
        run("SET lock_configuration = true");
    }

    /** Uses two threads at most, and cancels each query that takes longer. */
    Duck limitEach(int seconds) throws SQLException {
        timeoutSeconds = seconds;
        run("SET threads = 2");
        return this;
    }

    /** Cancels the statement that runs after a time, or when a stop is requested. */
    void limit(Duration timeout, StopSignal stop) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Thread watch = new Thread(
                () -> {
                    try {
                        while (!stop.await(100) && System.nanoTime() < deadline) {
                            // The statement may run on.
                        }
                        Statement statement = running;
                        if (statement != null) {
                            statement.cancel();
                        }
                    } catch (SQLException e) {
                        // It has ended.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "query-limit");
        watch.setDaemon(true);
        watch.start();
    }

    /** Writes the rows of a query to a Parquet file, sorted: by one thread, since each needs memory of its own. */
    void copy(String query, String order, Path file, String options) throws SQLException {
        run("SET threads = 1");
        run("COPY (" + query + " ORDER BY " + order + ") TO " + text(file.toString())
                + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 40960, WRITE_BLOOM_FILTER false" + options + ")");
        run("RESET threads");
    }

    /** A text as an SQL literal. */
    static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
