package dev.liquidity.pipeline;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The archive as DuckDB by itself reads it: every file of the folder, whatever the recorder makes of them. */
final class ArchivedTicks {
    private static final String TIME = "strftime(make_timestamp(epoch_us(%1$s) + 19800000000), '%2$s') AS %1$s";

    private final String files;
    private final String minutes;

    ArchivedTicks(Path archive) {
        files = "read_parquet('" + archive + "/ticks/*/*/*.parquet', hive_types = {date: DATE, underlying: VARCHAR})";
        minutes = "read_parquet('" + archive + "/liquidity_1m/*/*.parquet', hive_types = {date: DATE})";
    }

    /** One number about all of them. */
    long number(String expression) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + expression + " FROM " + files)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Writes them as a database that an audit reads, with those that are there twice. */
    void writeTo(Path database) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement reading = duck.createStatement();
                Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement writing = sqlite.createStatement()) {
            writing.execute("CREATE TABLE tick_depths_beyond (tick_id)");
            copy(reading, files, writing, "ticks");
            copy(reading, minutes, writing, "liquidity_1m");
        }
    }

    private static void copy(Statement reading, String files, Statement writing, String table) throws SQLException {
        List<String> columns = columns(reading, files);
        writing.execute("CREATE TABLE " + table + " (" + String.join(", ", names(columns)) + ")");
        Connection sqlite = writing.getConnection();
        sqlite.setAutoCommit(false);
        String places = "?" + ", ?".repeat(columns.size() - 1);
        try (PreparedStatement insert = sqlite.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")");
                ResultSet row = reading.executeQuery("SELECT " + String.join(", ", columns) + " FROM " + files)) {
            while (row.next()) {
                for (int i = 1; i <= columns.size(); i++) {
                    insert.setObject(i, row.getObject(i));
                }
                insert.executeUpdate();
            }
        }
        sqlite.commit();
        sqlite.setAutoCommit(true);
    }

    /** The expressions that make SQLite's values. */
    private static List<String> columns(Statement statement, String files) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("DESCRIBE SELECT * FROM " + files)) {
            while (row.next()) {
                String name = row.getString("column_name");
                if (name.equals("underlying")) {
                    continue;
                }
                columns.add(
                        switch (row.getString("column_type")) {
                            case "DATE" -> "strftime(" + name + ", '%Y-%m-%d') AS trade_date";
                            case "TIMESTAMP WITH TIME ZONE" ->
                                TIME.formatted(
                                        name,
                                        name.equals("received_at") ? "%Y-%m-%dT%H:%M:%S.%f" : "%Y-%m-%dT%H:%M:%S");
                            default -> name;
                        });
            }
        }
        return columns;
    }

    private static List<String> names(List<String> columns) {
        return columns.stream().map(column -> column.replaceFirst(".* ", "")).toList();
    }
}
