package dev.liquidity.receiver.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A database with made-up ticks, the same each time: four days of 1,865 instruments, each as often as the others.
 */
public final class SampleStore {
    static final int SYMBOLS = 1865;

    private static final String INSTRUMENTS = """
            WITH RECURSIVE i(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM i WHERE n < %d),
            d(day) AS (VALUES ('2026-11-23'), ('2026-11-24'), ('2026-11-25'), ('2026-11-26')),
            o AS (SELECT n, iif(n %% 2 = 0, 'NIFTY', 'BANKNIFTY') AS name, 20000 + 50 * (n / 4) AS strike,
              iif(n / 2 %% 2 = 0, 'CE', 'PE') AS kind FROM i)
            INSERT INTO instruments
            SELECT day, 256 * n + 2, 'NFO',
              CASE n WHEN 0 THEN 'NIFTY 50' WHEN 1 THEN 'NIFTY26NOVFUT' WHEN 2 THEN 'NIFTY26DECFUT'
                WHEN 3 THEN 'BANKNIFTY26NOVFUT' ELSE name || '26N26' || strike || kind END,
              name, iif(n = 0, NULL, '2026-11-26'), iif(n < 4, 0, strike), 0.05, 75,
              CASE WHEN n = 0 THEN 'EQ' WHEN n < 4 THEN 'FUT' ELSE kind END
            FROM d JOIN o""".formatted(SYMBOLS - 1);

    private static final String SYMBOL_OF =
            "CREATE TEMP TABLE symbol_of AS SELECT DISTINCT instrument_token, tradingsymbol FROM instruments"
                    + " ORDER BY instrument_token";

    /** The tables of layout 1 that users query with joins. */
    private static final List<String> LAYOUT_1 = List.of(
            "CREATE TABLE ticks (id INTEGER PRIMARY KEY, instrument_token INTEGER NOT NULL, tradingsymbol TEXT"
                    + " NOT NULL,"
                    + " exchange_timestamp TEXT, last_trade_time TEXT, last_price REAL, last_traded_quantity INTEGER,"
                    + " average_traded_price REAL, volume_traded INTEGER, total_buy_quantity INTEGER,"
                    + " total_sell_quantity INTEGER, open REAL, high REAL, low REAL, close REAL, change_pct REAL,"
                    + " oi INTEGER, oi_day_high INTEGER, oi_day_low INTEGER, tick_mode TEXT, received_at TEXT,"
                    + " trade_date TEXT NOT NULL)",
            "CREATE INDEX ticks_by_symbol_and_date ON ticks (tradingsymbol, trade_date)",
            "CREATE TABLE tick_depths (tick_id INTEGER NOT NULL, side TEXT NOT NULL, level INTEGER NOT NULL,"
                    + " price REAL,"
                    + " quantity INTEGER, orders INTEGER, PRIMARY KEY (tick_id, side, level)) WITHOUT ROWID",
            "CREATE TABLE instruments AS SELECT * FROM new.instruments",
            "CREATE TABLE feed_gaps AS SELECT * FROM new.feed_gaps",
            "CREATE TABLE rejected_entries AS SELECT * FROM new.rejected_entries",
            "INSERT INTO ticks SELECT id, instrument_token, tradingsymbol, exchange_timestamp, last_trade_time,"
                    + " last_price, last_traded_quantity, average_traded_price, volume_traded, total_buy_quantity,"
                    + " total_sell_quantity, open, high, low, close, change_pct, oi, oi_day_high, oi_day_low,"
                    + " tick_mode, received_at, trade_date FROM new.ticks");

    private SampleStore() {}

    /** How many levels a side the n-th tick's book has: 0, 3 or 5. */
    static int levels(long n) {
        boolean isIndex = n % SYMBOLS == 0;
        return isIndex || n % 50 == 0 ? 0 : n % 7 == 3 ? 3 : 5;
    }

    /** Whether the third bid of the n-th tick has no price but a quantity. */
    static boolean lacksPrice(long n) {
        return n % 1000 == 1 && levels(n) > 0;
    }

    /** Creates a file through the receiver's own classes and fills it by itself, which takes 12 µs a tick. */
    public static void create(Path file, int ticks) throws SQLException {
        TickDatabase.open(file).close();
        run(file, List.of(INSTRUMENTS, SYMBOL_OF, ticks(ticks)));
    }

    /** Creates a file of layout 1 with the ticks of another file, without using its view. */
    static void createLayout1(Path file, Path from) throws SQLException {
        List<String> statements = new ArrayList<>(LAYOUT_1);
        statements.add(0, "ATTACH '" + from + "' AS new");
        List<String> levels = new ArrayList<>();
        for (String side : List.of("bid", "ask")) {
            for (int level = 0; level < 5; level++) {
                String values = "%1$s_price_%2$d, %1$s_quantity_%2$d, %1$s_orders_%2$d".formatted(side, level);
                levels.add("SELECT id, '%s', %d, %s FROM new.ticks WHERE coalesce(%s) IS NOT NULL"
                        .formatted(side.equals("bid") ? "buy" : "sell", level, values, values));
            }
        }
        statements.add("INSERT INTO tick_depths " + String.join(" UNION ALL ", levels) + " ORDER BY 1, 2, 3");
        run(file, statements);
    }

    private static void run(Path file, List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = OFF");
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA cache_size = -200000");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String ticks(int ticks) {
        StringBuilder book = new StringBuilder();
        for (String side : List.of("bid", "ask")) {
            for (int level = 0; level < 5; level++) {
                String isThere = level < 3 ? "levels > 0" : "levels > 3";
                String hasPrice = side.equals("bid") && level == 2 ? " AND n % 1000 <> 1" : "";
                book.append(", iif(%s%s, (price %s %d) / 100.0, NULL)"
                        .formatted(isThere, hasPrice, side.equals("bid") ? "-" : "+", 5 * level + 5));
                book.append(", iif(%s, 75 * (1 + (price / 5 + n + %d) %% 40), NULL)".formatted(isThere, level));
                book.append(", iif(%s, 1 + (n + %d) %% 9, NULL)".formatted(isThere, level));
            }
        }
        return """
                WITH RECURSIVE i(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM i WHERE n < %1$d - 1),
                m AS (SELECT n, 1 + n * 7919 %% %2$d AS symbol, n * 4 / %1$d AS day,
                  n %% (%1$d / 4) * 97200 / %1$d AS second, 5 * (1000 + n * 2654435761 / 65536 %% 4000) AS price,
                  CASE WHEN n %% %2$d = 0 OR n %% 50 = 0 THEN 0 WHEN n %% 7 = 3 THEN 3 ELSE 5 END AS levels FROM i),
                t AS (SELECT *, strftime('%%Y-%%m-%%dT%%H:%%M:%%S', 1795424400 + day * 86400 + second, 'unixepoch')
                  AS time FROM m JOIN symbol_of s ON s.rowid = m.symbol)
                INSERT INTO ticks
                SELECT (1795404600000 + (day * 86400 + second) * 1000) * 2097152 + n, instrument_token, tradingsymbol,
                  iif(n %% 997 = 5, NULL, time), time, price / 100.0, 75, price / 100.0, n * 75, 7500, 9000,
                  100.0, 200.0, 50.0, 120.0, 0.25, 10000, 12000, 9000, iif(levels = 0, 'quote', 'full'),
                  time || '.250000', substr(time, 1, 10)%3$s
                FROM t""".formatted(ticks, SYMBOLS, book);
    }
}
