package dev.liquidity.receiver.store;

import dev.liquidity.receiver.batch.TickEntry;
import dev.liquidity.receiver.liquidity.MinuteSums;
import dev.liquidity.receiver.liquidity.Observation;
import dev.liquidity.receiver.liquidity.Sum;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Keeps {@code liquidity_1m}: adds each tick that is stored to the sums of its instrument and minute, in the ticks' own
 * transaction. What is there does not depend on the order in which ticks are stored. Not thread-safe: used by the
 * thread of the connection.
 */
final class LiquidityMinutes {
    static final String TABLE = """
            CREATE TABLE liquidity_1m (
              trade_date TEXT NOT NULL,
              minute TEXT NOT NULL,
              tradingsymbol TEXT NOT NULL,
              %s,
              PRIMARY KEY (trade_date, minute, tradingsymbol)
            ) WITHOUT ROWID""".formatted(Sum.ALL.stream()
            .map(sum -> sum.column() + (sum.isWhole() ? " INTEGER NOT NULL" : " REAL NOT NULL"))
            .collect(Collectors.joining(",\n  ")));

    /** A row is changed where those of its minute are, and found by its symbol. */
    static final String INDEX =
            "CREATE INDEX liquidity_1m_by_symbol_and_date ON liquidity_1m (tradingsymbol, trade_date)";

    private static final List<String> MINUTES = IntStream.range(0, 1440)
            .mapToObj(minute -> "%02d:%02d".formatted(minute / 60, minute % 60))
            .toList();

    /** One instrument on one date. */
    private static final class Day {
        final String tradeDate;
        final Map<Integer, MinuteSums> minutes = new HashMap<>();
        long lotSize;

        /** The tick with the highest ID; null before the first. */
        Observation last;

        Day(String tradeDate) {
            this.tradeDate = tradeDate;
        }

        private int lastMinute = -1;
        private MinuteSums lastSums;

        MinuteSums at(int minute) {
            if (minute != lastMinute) {
                lastSums = minutes.computeIfAbsent(minute, m -> new MinuteSums());
                lastMinute = minute;
            }
            return lastSums;
        }

        void clear() {
            minutes.clear();
            lastMinute = -1;
        }
    }

    private final Statement control;
    private final StoredTick newest;
    private final StoredTick before;
    private final StoredTick after;
    private final StoredTick all;
    private final PreparedStatement lot;
    private final PreparedStatement withoutLot;
    private final PreparedStatement uncounted;
    private final PreparedStatement delete;
    private final PreparedStatement add;
    private final Map<String, Day> days = new HashMap<>();

    /** Symbols of the newest date that have quotes from before their lot size was known. */
    private final Set<String> unlotted = new HashSet<>();

    private String newestDate = "";
    private long version = -1;

    LiquidityMinutes(Connection connection) throws SQLException {
        control = connection.createStatement();
        newest = new StoredTick(connection, "id <> ? ORDER BY id DESC LIMIT 1");
        before = new StoredTick(connection, "id < ? ORDER BY id DESC LIMIT 1");
        after = new StoredTick(connection, "id > ? ORDER BY id LIMIT 1");
        all = new StoredTick(connection, "id > ? ORDER BY id");
        lot = connection.prepareStatement(
                "SELECT lot_size FROM instruments WHERE trade_date = ? AND instrument_token = ?");
        withoutLot = connection.prepareStatement(
                "SELECT DISTINCT tradingsymbol FROM liquidity_1m WHERE trade_date = ? AND lot_quotes < quotes");
        uncounted = connection.prepareStatement("""
                SELECT count(*) - (SELECT coalesce(sum(ticks), 0) FROM liquidity_1m
                                   WHERE trade_date = ?1 AND tradingsymbol = ?2)
                FROM ticks WHERE trade_date = ?1 AND tradingsymbol = ?2""");
        delete = connection.prepareStatement("DELETE FROM liquidity_1m WHERE trade_date = ? AND tradingsymbol = ?");
        List<String> columns = Sum.columns();
        add = connection.prepareStatement("INSERT INTO liquidity_1m (" + String.join(", ", columns) + ") VALUES (?"
                + ", ?".repeat(columns.size() - 1) + ") ON CONFLICT (" + String.join(", ", Sum.KEY)
                + ") DO UPDATE SET "
                + Sum.ALL.stream()
                        .map(sum -> "%1$s = %1$s + excluded.%1$s".formatted(sum.column()))
                        .collect(Collectors.joining(", ")));
    }

    /** Begins a transaction: what is remembered counts no more if another program has committed. */
    void begin() throws SQLException {
        try (ResultSet row = control.executeQuery("PRAGMA data_version")) {
            if (row.getLong(1) != version) {
                version = row.getLong(1);
                days.clear();
            }
        }
    }

    /** Adds a tick that was inserted just now. */
    void add(TickEntry entry) throws SQLException {
        if (entry.tradeDate().compareTo(newestDate) > 0) {
            forget();
            newestDate = entry.tradeDate();
            findUnlotted();
        }
        String symbol = entry.tick().tradingsymbol();
        Day day = days.get(symbol);
        if (day == null || !day.tradeDate.equals(entry.tradeDate())) {
            if (day != null) {
                write(symbol, day);
            }
            day = new Day(entry.tradeDate());
            days.put(symbol, day);
            day.lotSize = lotSize(entry);
            if (day.lotSize == 0) {
                unlotted.add(symbol);
            } else if (day.tradeDate.equals(newestDate) && unlotted.remove(symbol) && isAllHere(symbol, day)) {
                recompute(symbol, day);
                return;
            }
            day.last = newest.one(symbol, day.tradeDate, entry.id().pack());
        }
        add(entry, symbol, day);
    }

    private void add(TickEntry entry, String symbol, Day day) throws SQLException {
        Observation tick = Observation.of(entry);
        day.at(tick.minute()).add(entry.tick(), tick.quote(), day.lotSize);
        if (day.last == null || day.last.id() < tick.id()) {
            if (day.last != null) {
                Observation.addPair(day.last, tick, 1, day::at);
            }
            day.last = tick;
            return;
        }
        Observation next = after.one(symbol, day.tradeDate, tick.id());
        Observation previous = before.one(symbol, day.tradeDate, tick.id());
        Observation.addPair(tick, next, 1, day::at);
        if (previous != null) {
            Observation.addPair(previous, next, -1, day::at);
            Observation.addPair(previous, tick, 1, day::at);
        }
    }

    /** Whether the sums count each stored tick but the newest; not so while the date moves to the archive. */
    private boolean isAllHere(String symbol, Day day) throws SQLException {
        uncounted.setString(1, day.tradeDate);
        uncounted.setString(2, symbol);
        try (ResultSet row = uncounted.executeQuery()) {
            return row.getLong(1) == 1;
        }
    }

    /** Computes an instrument's sums of a date anew from its ticks. */
    void recompute(String symbol, String tradeDate) throws SQLException {
        Day day = new Day(tradeDate);
        recompute(symbol, day);
        write(symbol, day);
    }

    private void recompute(String symbol, Day day) throws SQLException {
        delete.setString(1, day.tradeDate);
        delete.setString(2, symbol);
        delete.executeUpdate();
        all.forEach(symbol, day.tradeDate, -1, entry -> {
            day.lotSize = day.last == null ? lotSize(entry) : day.lotSize;
            add(entry, symbol, day);
        });
    }

    private long lotSize(TickEntry entry) throws SQLException {
        lot.setString(1, entry.tradeDate());
        lot.setLong(2, entry.tick().instrumentToken());
        try (ResultSet row = lot.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private void findUnlotted() throws SQLException {
        unlotted.clear();
        withoutLot.setString(1, newestDate);
        try (ResultSet row = withoutLot.executeQuery()) {
            while (row.next()) {
                unlotted.add(row.getString(1));
            }
        }
    }

    /** Writes what was added, and forgets all, as when lot sizes come. */
    void forget() throws SQLException {
        flush();
        days.clear();
    }

    /** Writes what was added. */
    void flush() throws SQLException {
        for (Map.Entry<String, Day> day : days.entrySet()) {
            write(day.getKey(), day.getValue());
        }
    }

    private void write(String symbol, Day day) throws SQLException {
        for (Map.Entry<Integer, MinuteSums> minute : day.minutes.entrySet()) {
            add.setString(1, day.tradeDate);
            add.setString(2, MINUTES.get(minute.getKey()));
            add.setString(3, symbol);
            int at = Sum.KEY.size() + 1;
            for (Sum sum : Sum.ALL) {
                double value = minute.getValue().get(sum);
                if (sum.isWhole()) {
                    add.setLong(at++, (long) value);
                } else {
                    add.setDouble(at++, value);
                }
            }
            add.executeUpdate();
        }
        day.clear();
    }

    void close() throws SQLException {
        for (AutoCloseable statement :
                List.of(newest, before, after, all, lot, withoutLot, uncounted, delete, add, control)) {
            try {
                statement.close();
            } catch (Exception e) {
                throw e instanceof SQLException sql ? sql : new SQLException(e);
            }
        }
    }
}
