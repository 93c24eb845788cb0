package dev.liquidity.receiver.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The database's layout, which an empty file gets and any other file must have. */
final class Schema {
    /** {@code PRAGMA user_version} of a file that was archived and deleted, for those who have it open. */
    static final int REMOVED = -1;

    /** {@code PRAGMA user_version} of the layout below. */
    static final int VERSION = 2;

    private static final List<String> STATEMENTS = List.of(
            """
            CREATE TABLE ticks (
              id INTEGER PRIMARY KEY,
              instrument_token INTEGER NOT NULL,
              tradingsymbol TEXT NOT NULL,
              exchange_timestamp TEXT,
              last_trade_time TEXT,
              last_price REAL,
              last_traded_quantity INTEGER,
              average_traded_price REAL,
              volume_traded INTEGER,
              total_buy_quantity INTEGER,
              total_sell_quantity INTEGER,
              open REAL,
              high REAL,
              low REAL,
              close REAL,
              change_pct REAL,
              oi INTEGER,
              oi_day_high INTEGER,
              oi_day_low INTEGER,
              tick_mode TEXT,
              received_at TEXT,
              trade_date TEXT NOT NULL,
              %s
            )""".formatted(BookColumns.definitions()),
            "CREATE INDEX ticks_by_symbol_and_date ON ticks (tradingsymbol, trade_date)",
            """
            CREATE TABLE book_levels (
              side TEXT NOT NULL,
              level INTEGER NOT NULL,
              position INTEGER NOT NULL,
              PRIMARY KEY (side, level)
            ) WITHOUT ROWID""",
            "INSERT INTO book_levels (side, level, position) VALUES " + BookColumns.levels(),
            BookColumns.view(),
            """
            CREATE TABLE tick_depths_beyond (
              tick_id INTEGER NOT NULL,
              side TEXT NOT NULL,
              level INTEGER NOT NULL,
              price REAL,
              quantity INTEGER,
              orders INTEGER,
              PRIMARY KEY (tick_id, side, level)
            ) WITHOUT ROWID""",
            """
            CREATE TABLE instruments (
              trade_date TEXT NOT NULL,
              instrument_token INTEGER NOT NULL,
              exchange TEXT NOT NULL,
              tradingsymbol TEXT NOT NULL,
              name TEXT NOT NULL,
              expiry TEXT,
              strike REAL NOT NULL,
              tick_size REAL NOT NULL,
              lot_size INTEGER NOT NULL,
              instrument_type TEXT NOT NULL,
              PRIMARY KEY (trade_date, instrument_token)
            ) WITHOUT ROWID""",
            """
            CREATE TABLE feed_gaps (
              socket INTEGER NOT NULL,
              from_time TEXT NOT NULL,
              to_time TEXT NOT NULL,
              reason TEXT NOT NULL,
              instruments INTEGER NOT NULL,
              UNIQUE (from_time, socket, reason)
            )""",
            """
            CREATE TABLE rejected_entries (
              stream_id TEXT NOT NULL,
              reason TEXT NOT NULL,
              detail TEXT NOT NULL,
              payload TEXT NOT NULL,
              UNIQUE (stream_id, reason, detail)
            )""",
            LiquidityMinutes.TABLE,
            LiquidityMinutes.INDEX,
            "PRAGMA user_version = " + VERSION);

    private Schema() {}

    /** Whether the file has no layout at all. */
    static boolean isEmpty(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM sqlite_master") == 0 && version(connection) == 0;
    }

    /** {@code PRAGMA user_version} of a file. */
    static long version(Connection connection) throws SQLException {
        return number(connection, "PRAGMA user_version");
    }

    /** Whether the layout is one that {@link Import} reads: 1, or the Python original's, which has no number. */
    static boolean isOlder(Connection connection) throws SQLException {
        long version = version(connection);
        return version == 1
                || version == 0
                        && number(
                                        connection,
                                        "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
                                                + " AND name IN ('ticks', 'tick_depths')")
                                == 2;
    }

    /** Creates the layout, in the caller's transaction. */
    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : STATEMENTS) {
                statement.execute(sql);
            }
            for (String sql : Statistics.TYPICAL) {
                statement.execute(sql);
            }
        }
    }

    /** Creates what a file of an earlier version lacks of the same layout, in the caller's transaction. */
    static void complete(Connection connection) throws SQLException {
        if (number(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'liquidity_1m'") == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(LiquidityMinutes.TABLE);
                statement.execute(LiquidityMinutes.INDEX);
                statement.execute(Statistics.TYPICAL_MINUTES);
            }
        }
    }

    /**
     * The first difference from this layout, or null if there is none. Tables, views and indexes beside it are the
     * user's own and ignored.
     */
    static String difference(Connection connection) throws SQLException {
        long version = version(connection);
        if (version != VERSION) {
            return "its user_version is " + version + ", not " + VERSION;
        }
        Map<String, List<String>> found = parts(connection);
        try (Connection model = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            create(model);
            for (Map.Entry<String, List<String>> part : parts(model).entrySet()) {
                List<String> definition = found.get(part.getKey());
                boolean isToCome = definition == null && part.getKey().contains("liquidity_1m");
                if (!isToCome && !part.getValue().equals(definition)) {
                    return definition == null ? "it has no " + part.getKey() : "its " + part.getKey() + " differs";
                }
            }
        }
        return null;
    }

    /**
     * Each table with its columns, and each view and index with its statement, without SQLite's own such as its
     * statistics.
     */
    private static Map<String, List<String>> parts(Connection connection) throws SQLException {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT m.type || ' ' || m.name,
                          iif(m.type = 'table', c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk, m.sql)
                        FROM sqlite_master m LEFT JOIN pragma_table_info(iif(m.type = 'table', m.name, NULL)) c
                        WHERE m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.rowid, c.cid""")) {
            while (rows.next()) {
                parts.computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
                        .add(rows.getString(2));
            }
        }
        return parts;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }
}
