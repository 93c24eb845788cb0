package dev.liquidity.receiver.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
            duck.run("SET threads = " + Math.min(4, Runtime.getRuntime().availableProcessors()));
            duck.run("SET preserve_insertion_order = false");
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
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
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

    /** A text as an SQL literal. */
    static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
