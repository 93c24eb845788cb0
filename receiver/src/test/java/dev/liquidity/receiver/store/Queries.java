package dev.liquidity.receiver.store;

import java.util.List;

/** What users ask of {@code ticks} and {@code tick_depths}. */
final class Queries {
    /** The commands in the README of the Python original, word for word. */
    static final List<String> OF_THE_SEED = List.of(
            "SELECT 'ticks', count(*) FROM ticks UNION ALL SELECT 'tick_depths', count(*) FROM tick_depths;",
            "SELECT tradingsymbol, trade_date, count(*) AS n FROM ticks GROUP BY tradingsymbol, trade_date"
                    + " ORDER BY n DESC LIMIT 25;",
            "SELECT min(trade_date) AS first, max(trade_date) AS last FROM ticks;",
            "SELECT id, instrument_token, tradingsymbol, exchange_timestamp, last_price, trade_date FROM ticks"
                    + " ORDER BY id DESC LIMIT 10;");

    /** Each names an ID, {@code :id}, or a symbol. */
    static final List<String> OF_FEW_TICKS = List.of(
            "SELECT * FROM tick_depths WHERE tick_id = :id ORDER BY side, level",
            "SELECT price, quantity FROM tick_depths WHERE tick_id = :id AND side = 'sell' AND level = 4",
            "SELECT d.*, t.last_price FROM tick_depths d JOIN ticks t ON t.id = d.tick_id WHERE t.id = :id"
                    + " ORDER BY 2, 3",
            "SELECT d.*, t.last_price FROM ticks t JOIN tick_depths d ON d.tick_id = t.id WHERE d.tick_id = :id"
                    + " ORDER BY 2, 3",
            "SELECT d.*, t.last_price FROM ticks t, tick_depths d WHERE d.tick_id = t.id AND t.id = (SELECT"
                    + " max(id) FROM ticks) ORDER BY 2, 3",
            "SELECT b.price, s.price FROM tick_depths b JOIN tick_depths s USING (tick_id) WHERE b.tick_id = :id"
                    + " AND b.side = 'buy' AND s.side = 'sell' AND b.level = 0 AND s.level = 0",
            "SELECT b.level, b.price - n.price FROM tick_depths b JOIN tick_depths n ON n.tick_id = b.tick_id"
                    + " AND n.side = b.side AND n.level = b.level + 1 WHERE b.tick_id = :id AND b.side = 'buy'"
                    + " ORDER BY 1",
            "SELECT * FROM tick_depths WHERE tick_id BETWEEN :id - 2000 AND :id ORDER BY tick_id, side, level",
            "SELECT * FROM tick_depths WHERE tick_id IN (SELECT id FROM ticks WHERE tradingsymbol = 'NIFTY26NOVFUT'"
                    + " AND trade_date = '2026-11-24') ORDER BY tick_id, side, level",
            "SELECT t.id, t.last_price, d.side, d.level, d.price, d.quantity, d.orders FROM ticks t JOIN tick_depths d"
                    + " ON d.tick_id = t.id WHERE t.tradingsymbol = 'NIFTY26NOVFUT' AND t.trade_date = '2026-11-24'"
                    + " ORDER BY t.id, d.side, d.level",
            "SELECT side, level, avg(price), sum(quantity) FROM tick_depths d JOIN ticks t ON t.id = d.tick_id"
                    + " WHERE tradingsymbol = 'NIFTY26DECFUT' GROUP BY side, level ORDER BY side, level",
            "SELECT t.exchange_timestamp, b.price, s.price FROM ticks t JOIN tick_depths b ON b.tick_id = t.id"
                    + " AND b.side = 'buy' AND b.level = 0 JOIN tick_depths s ON s.tick_id = t.id AND s.side = 'sell'"
                    + " AND s.level = 0 WHERE t.tradingsymbol = 'NIFTY26NOVFUT' AND t.trade_date = '2026-11-24'"
                    + " AND t.exchange_timestamp BETWEEN '2026-11-24T10:00:00' AND '2026-11-24T12:00:00' ORDER BY t.id",
            "SELECT t.id, (SELECT price FROM tick_depths d WHERE d.tick_id = t.id AND d.side = 'buy' AND d.level = 0)"
                    + " FROM ticks t WHERE tradingsymbol = 'NIFTY26NOVFUT' AND trade_date = '2026-11-24' ORDER BY t.id",
            "WITH f AS (SELECT id FROM ticks WHERE tradingsymbol = 'NIFTY26NOVFUT'"
                    + " AND trade_date = '2026-11-24'), b AS (SELECT f.id, d.price FROM f JOIN tick_depths d"
                    + " ON d.tick_id = f.id AND d.side = 'buy') SELECT id, max(price), count(*) FROM b GROUP BY"
                    + " id ORDER BY id",
            "SELECT id FROM ticks t WHERE tradingsymbol = 'NIFTY26NOVFUT' AND EXISTS (SELECT 1 FROM tick_depths d"
                    + " WHERE d.tick_id = t.id AND d.level = 3 AND d.quantity > 1500) ORDER BY id",
            "SELECT id FROM ticks t WHERE tradingsymbol = 'NIFTY26NOVFUT' AND NOT EXISTS (SELECT 1 FROM tick_depths d"
                    + " WHERE d.tick_id = t.id AND d.level = 4) ORDER BY id",
            "SELECT i.strike, d.price FROM instruments i JOIN ticks t ON t.tradingsymbol = i.tradingsymbol"
                    + " AND t.trade_date = i.trade_date JOIN tick_depths d ON d.tick_id = t.id AND d.side = 'sell'"
                    + " AND d.level = 0 WHERE i.trade_date = '2026-11-24' AND i.strike = 24700 AND"
                    + " i.instrument_type = 'CE' ORDER BY t.id");

    /** Each is one of the last rows. */
    static final List<String> OF_THE_NEWEST = List.of(
            "SELECT tick_id, price FROM tick_depths WHERE side = 'buy' AND level = 0 ORDER BY tick_id DESC LIMIT 10",
            "SELECT t.id, t.tradingsymbol, b.price, s.price FROM tick_depths b JOIN ticks t ON t.id = b.tick_id"
                    + " JOIN tick_depths s ON s.tick_id = b.tick_id AND s.side = 'sell' AND s.level = 0"
                    + " WHERE b.side = 'buy' AND b.level = 0 ORDER BY b.tick_id DESC LIMIT 10",
            "SELECT count(*), min(d.level), max(d.level) FROM (SELECT id FROM ticks ORDER BY id DESC LIMIT 10) t"
                    + " JOIN tick_depths d ON d.tick_id = t.id",
            "SELECT max(tick_id) FROM tick_depths");

    /** Each reads all ticks. */
    static final List<String> OF_ALL_TICKS = List.of(
            "SELECT count(*), count(price), min(tick_id), max(tick_id) FROM tick_depths",
            "SELECT side, level, count(*), avg(price), sum(quantity), max(orders) FROM tick_depths GROUP BY side, level"
                    + " ORDER BY side, level",
            "SELECT avg(price), sum(quantity) FROM tick_depths WHERE side = 'sell' AND level = 1",
            "SELECT levels, count(*) FROM (SELECT tick_id, count(*) AS levels FROM tick_depths GROUP BY tick_id)"
                    + " GROUP BY levels ORDER BY levels",
            "SELECT count(*) FROM ticks t WHERE NOT EXISTS (SELECT 1 FROM tick_depths d WHERE d.tick_id = t.id)",
            "SELECT count(*), count(b.price) FROM ticks t LEFT JOIN tick_depths b ON b.tick_id = t.id AND"
                    + " b.side = 'buy' AND b.level = 2",
            "SELECT t.id, s.price FROM ticks t LEFT JOIN tick_depths s ON s.tick_id = t.id AND s.side = 'sell'"
                    + " AND s.level = 4 WHERE t.tradingsymbol = 'NIFTY26NOVFUT' ORDER BY t.id");

    private static final String BEST = " FROM ticks t JOIN tick_depths b ON b.tick_id = t.id AND b.side = 'buy'"
            + " AND b.level = 0 JOIN tick_depths s ON s.tick_id = t.id AND s.side = 'sell' AND s.level = 0";
    private static final String ALL_LEVELS = " FROM ticks t JOIN tick_depths d ON d.tick_id = t.id";
    private static final String OPEN = " WHERE t.trade_date = '2026-11-24'"
            + " AND time(t.exchange_timestamp) BETWEEN '09:15:00' AND '15:30:00' AND t.tradingsymbol LIKE ";
    private static final String MINUTE = "strftime('%H:%M', t.exchange_timestamp) AS minute";
    private static final String STRIKE = "CAST(substr(t.tradingsymbol, 11, length(t.tradingsymbol) - 12) AS INTEGER)";

    /** The Python original's dashboard asks in this manner. */
    static final List<String> OF_A_DASHBOARD = List.of(
            "SELECT " + MINUTE + ", t.tradingsymbol, count(*), avg(s.price - b.price), avg(t.last_price)" + BEST + OPEN
                    + "'NIFTY%FUT' GROUP BY minute, t.tradingsymbol ORDER BY minute, t.tradingsymbol",
            "SELECT " + MINUTE + ", count(*), avg((s.price - b.price) / (s.price + b.price) * 20000)" + BEST + OPEN
                    + "'NIFTY26N%CE' GROUP BY minute ORDER BY minute",
            "SELECT " + STRIKE + " AS strike, avg(s.price - b.price), avg(b.quantity + s.quantity)" + BEST + OPEN
                    + "'NIFTY26N%CE' GROUP BY strike ORDER BY strike",
            "SELECT " + MINUTE + ", d.side, sum(d.quantity), sum(d.orders), sum(d.price * d.quantity)" + ALL_LEVELS
                    + OPEN + "'NIFTY%FUT' GROUP BY minute, d.side ORDER BY minute, d.side",
            "SELECT " + STRIKE + " AS strike, d.side, sum(d.quantity), count(*)" + ALL_LEVELS + OPEN
                    + "'NIFTY26N%CE' GROUP BY strike, d.side ORDER BY strike, d.side",
            "SELECT i.strike, i.instrument_type, count(*), avg(s.price - b.price)" + BEST + " JOIN instruments i"
                    + " ON i.trade_date = t.trade_date AND i.tradingsymbol = t.tradingsymbol" + OPEN + "'NIFTY26N%'"
                    + " AND i.name = 'NIFTY' GROUP BY i.strike, i.instrument_type ORDER BY i.strike,"
                    + " i.instrument_type");

    private Queries() {}
}
