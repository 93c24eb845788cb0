package dev.liquidity.receiver;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads a SQLite file as a user does, with one connection for each query. */
public final class Database {
    private final Path path;

    public Database(Path path) {
        this.path = path;
    }

    /** Rows with their columns joined by a bar, as the sqlite3 shell prints them. */
    public List<String> rows(String sql) throws SQLException {
        return rows(sql, ResultSet::getString);
    }

    /** Like {@link #rows}, with each floating-point number as the shortest decimal that stands for it. */
    public List<String> exactRows(String sql) throws SQLException {
        return rows(sql, (result, column) -> {
            Object value = result.getObject(column);
            return value instanceof Double number
                    ? digits(new BigDecimal(Double.toString(number)))
                    : value == null ? null : value.toString();
        });
    }

    /** A decimal without trailing zeros. */
    public static String digits(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private interface Column {
        String text(ResultSet row, int column) throws SQLException;
    }

    private List<String> rows(String sql, Column text) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            return rows(statement, sql, text);
        }
    }

    /** Like {@link #rows(String)}, on a connection of the caller's. */
    public static List<String> rows(Statement statement, String sql) throws SQLException {
        return rows(statement, sql, ResultSet::getString);
    }

    private static List<String> rows(Statement statement, String sql, Column text) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    String value = text.text(result, i);
                    row.append(i > 1 ? "|" : "").append(value == null ? "" : value);
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    /** Carries out statements that are separated by semicolons. */
    public static void run(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String each : sql.split(";")) {
                statement.execute(each);
            }
        }
    }

    public String value(String sql) throws SQLException {
        return String.join("\n", rows(sql));
    }

    public long count(String table) throws SQLException {
        return Long.parseLong(value("SELECT count(*) FROM " + table));
    }
}
