package dev.liquidity.receiver.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** Opens databases for those who only read them, beside the receiver that writes. */
public final class ReadOnly {
    private static final int BUSY_MILLIS = 5000;

    /** For many look-ups: with SQLite's 2 MB they take twice as long. */
    private static final int CACHE_KIB = 16 * 1024;

    private ReadOnly() {}

    /** Opens a file that exists. The connection may be used by one thread at a time. */
    public static Connection open(Path file) throws SQLException {
        NativeLibrary.load();
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-CACHE_KIB);
        return DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    }

    /** The rows of a query, each with the values of its columns. */
    public static List<Object[]> rows(Path file, String sql) throws SQLException {
        try (Sql database = new Sql(open(file))) {
            return database.rows(sql);
        }
    }
}
