package dev.liquidity.receiver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.receiver.Ticks;
import dev.liquidity.receiver.batch.DayInstruments;
import dev.liquidity.receiver.batch.TickEntry;
import dev.liquidity.receiver.liquidity.Sum;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sums of a minute are those that plain SQL finds in the ticks, in whatever order these were stored. */
class LiquidityMinutesTest {
    private static final String DATE = "2026-11-20";
    private static final long OPEN = Ticks.micros("2026-11-20T03:45:00Z");
    private static final int LOT = 75;

    /** Best levels that count as a quote. */
    private static final String IS_QUOTE =
            "(bid_price_0 > 0 AND bid_quantity_0 > 0 AND ask_quantity_0 > 0 AND ask_price_0 >= bid_price_0)";

    private static final String MID = "((bid_price_0 + ask_price_0) / 2)";

    @TempDir
    private Path directory;

    private final Random random = new Random(42);
    private Path file;
    private List<TickEntry> ticks;

    @BeforeEach
    void makeTicks() {
        file = directory.resolve("ticks.db");
        ticks = new ArrayList<>();
        for (int symbol = 1; symbol <= 3; symbol++) {
            long received = OPEN + random.nextInt(60_000_000);
            long volume = 1_000;
            for (int i = 0; i < 400; i++) {
                received +=
                        random.nextInt(20) == 0 ? 45_000_000 + random.nextInt(60_000_000) : random.nextInt(5_000_000);
                volume = random.nextInt(100) == 0 ? 0 : volume + random.nextInt(3) * LOT;
                ticks.add(tick(symbol, received, volume));
            }
        }
        ticks.sort((a, b) -> Long.compare(a.id().pack(), b.id().pack()));
    }

    private TickEntry tick(int symbol, long received, long volume) {
        Depth.Builder depth = new Depth.Builder(10);
        int bid = 10_000 + 5 * random.nextInt(100);
        int bids = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(5);
        int asks = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(5);
        for (int level = 0; level < 5; level++) {
            boolean isThere = level < bids;
            depth.add(Side.BUY, isThere ? bid - 5 * level : 0, isThere ? lots() : 0, isThere ? 1 + level : 0);
        }
        int ask = bid + 5 * (random.nextInt(12) - 1);
        for (int level = 0; level < 5; level++) {
            boolean isThere = level < asks;
            depth.add(Side.SELL, isThere ? ask + 5 * level : 0, isThere ? lots() : 0, isThere ? 2 + level : 0);
        }
        Tick.Builder fields = Ticks.full("S" + symbol);
        fields.instrumentToken = symbol;
        fields.lastPrice = bid;
        fields.volumeTraded = volume;
        fields.oi = random.nextInt(50) == 0 ? Tick.ABSENT : 500 + random.nextInt(100);
        fields.exchangeTimeMicros = received / 1_000_000 * 1_000_000 - 1_000_000;
        fields.receivedAtMicros = received;
        fields.depth = depth.build();
        Tick tick = fields.build();
        return new TickEntry(new StreamId(received / 1000, symbol), tick, tick.exchangeTimeMicros(), DATE);
    }

    private long lots() {
        return (long) LOT * (1 + random.nextInt(20));
    }

    @Test
    void areThoseOfTheTicks() throws SQLException {
        store(List.of(instruments()), List.of(ticks));
        assertSumsAreThoseOfTheTicks();
    }

    @Test
    void areTheSameInSeveralTransactionsOfSeveralRuns() throws SQLException {
        store(List.of(instruments()), List.of(ticks.subList(0, 100), ticks.subList(100, 555)));
        store(List.of(), List.of(ticks.subList(500, 900), ticks.subList(900, 1200)));
        assertSumsAreThoseOfTheTicks();
    }

    @Test
    void doNotDependOnTheOrder() throws SQLException {
        Collections.shuffle(ticks, random);
        store(List.of(instruments()), List.of(ticks.subList(0, 300), ticks.subList(300, 700)));
        store(List.of(), List.of(ticks.subList(700, 1200)));
        assertSumsAreThoseOfTheTicks();
    }

    @Test
    void haveCostsOfTicksThatCameBeforeTheLotSize() throws SQLException {
        store(List.of(), List.of(ticks.subList(0, 300)));
        store(List.of(instruments()), List.of(ticks.subList(300, 1200)));
        assertSumsAreThoseOfTheTicks();
    }

    /** The archive has the sums of the first ticks, which are deleted a few at a time. */
    @Test
    void countNoArchivedTickAgainWhenItsLotSizeComes() throws SQLException {
        try (AutoClosing receiver = new AutoClosing(TickDatabase.open(file))) {
            receiver.insert(List.of(), ticks.subList(0, 300));
            update("DELETE FROM liquidity_1m");
            update("DELETE FROM ticks WHERE id < " + ticks.get(100).id().pack());
            receiver.insert(List.of(instruments()), List.of());
            receiver.insert(List.of(), ticks.subList(300, 1200));
        }
        double counted = sums("SELECT * FROM liquidity_1m").values().stream()
                .mapToDouble(row -> row[Sum.TICKS.ordinal()])
                .sum();
        assertEquals(900, counted);
    }

    @Test
    void areComputedAnewFromTheTicks() throws Exception {
        store(List.of(instruments()), List.of(ticks));
        Map<String, double[]> before = sums("SELECT * FROM liquidity_1m");
        update("UPDATE liquidity_1m SET ticks = 7, spread_sum = 3 WHERE minute < '09:20'");
        update("INSERT INTO liquidity_1m SELECT trade_date, '23:00', tradingsymbol, "
                + String.join(", ", Sum.ALL.stream().map(Sum::column).toList()) + " FROM liquidity_1m LIMIT 1");
        assertEquals(0, new LiquidityRebuild(new StopSignal()).run(file, date -> false));
        assertEquals(3, new LiquidityRebuild(new StopSignal()).run(file, DATE::equals));
        assertSame(before, sums("SELECT * FROM liquidity_1m"));
    }

    /** Another process may store ticks between two of this one's. */
    @Test
    void countWhatAnotherProcessStoredBetween() throws SQLException {
        try (AutoClosing mine = new AutoClosing(TickDatabase.open(file))) {
            mine.insert(List.of(instruments()), ticks.subList(0, 400));
            store(List.of(), List.of(ticks.subList(400, 800)));
            mine.insert(List.of(), ticks.subList(800, 1200));
        }
        assertSumsAreThoseOfTheTicks();
    }

    @Test
    void areAddedToAFileThatHasNone() throws SQLException {
        store(List.of(instruments()), List.of());
        update("DROP TABLE liquidity_1m");
        store(List.of(), List.of(ticks));
        assertSumsAreThoseOfTheTicks();
    }

    private static DayInstruments instruments() {
        List<Instrument> instruments = new ArrayList<>();
        for (int symbol = 1; symbol <= 3; symbol++) {
            instruments.add(new Instrument(
                    symbol,
                    "NFO",
                    "S" + symbol,
                    "NIFTY",
                    LocalDate.parse("2026-11-24"),
                    BigDecimal.ZERO,
                    new BigDecimal("0.05"),
                    LOT,
                    "FUT",
                    "NFO-FUT"));
        }
        return new DayInstruments(DATE, instruments);
    }

    private void store(List<DayInstruments> instruments, List<List<TickEntry>> parts) throws SQLException {
        try (AutoClosing database = new AutoClosing(TickDatabase.open(file))) {
            database.insert(instruments, List.of());
            for (List<TickEntry> part : parts) {
                database.insert(List.of(), part);
            }
        }
    }

    private record AutoClosing(TickDatabase database) implements AutoCloseable {
        void insert(List<DayInstruments> instruments, List<TickEntry> ticks) throws SQLException {
            Part part = new Part();
            part.instruments().addAll(instruments);
            part.ticks().addAll(ticks);
            database.insert(part, false);
            database.commit();
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private void update(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private void assertSumsAreThoseOfTheTicks() throws SQLException {
        Map<String, double[]> expected = sums(expected());
        assertTrue(expected.size() > 30, expected::toString);
        for (Sum sum : Sum.ALL) {
            assertTrue(expected.values().stream().anyMatch(row -> row[sum.ordinal()] != 0), sum::column);
        }
        assertSame(expected, sums("SELECT * FROM liquidity_1m"));
    }

    private static void assertSame(Map<String, double[]> expected, Map<String, double[]> found) {
        assertEquals(expected.keySet(), found.keySet());
        for (Map.Entry<String, double[]> row : expected.entrySet()) {
            for (Sum sum : Sum.ALL) {
                double value = row.getValue()[sum.ordinal()];
                assertEquals(
                        value,
                        found.get(row.getKey())[sum.ordinal()],
                        sum.isWhole() ? 0 : 1e-9 * Math.max(1, Math.abs(value)),
                        () -> row.getKey() + " " + sum.column());
            }
        }
    }

    /** By symbol and minute; rows that are all zeros, such as of a tick that was taken back, do not count. */
    private Map<String, double[]> sums(String sql) throws SQLException {
        Map<String, double[]> sums = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                double[] values = new double[Sum.ALL.size()];
                boolean isAny = false;
                for (Sum sum : Sum.ALL) {
                    values[sum.ordinal()] = row.getDouble(sum.column());
                    isAny |= Math.abs(values[sum.ordinal()]) > 1e-9;
                }
                if (isAny) {
                    sums.put(row.getString("tradingsymbol") + " " + row.getString("minute"), values);
                }
            }
        }
        return sums;
    }

    /** The table as a query on the ticks. */
    private static String expected() {
        Map<String, String> ofTick = new TreeMap<>();
        ofTick.put("ticks", "1");
        ofTick.put("prices", "last_price IS NOT NULL");
        ofTick.put("price_sum", "last_price");
        ofTick.put("oi_ticks", "oi IS NOT NULL");
        ofTick.put("oi_sum", "oi");
        ofTick.put("oi_change", "oi - old_oi");
        ofTick.put(
                "volume",
                "iif(volume_traded > old_volume AND micros - old_micros <= 60e6, volume_traded - old_volume, 0)");
        ofTick.put(
                "late_volume",
                "iif(volume_traded > old_volume AND micros - old_micros > 60e6, volume_traded - old_volume, 0)");
        Map<String, String> ofQuote = new TreeMap<>();
        ofQuote.put("quotes", "1");
        ofQuote.put("lot_quotes", "1");
        ofQuote.put("mid_sum", MID);
        ofQuote.put(
                "microprice_sum",
                "(bid_price_0 * ask_quantity_0 + ask_price_0 * bid_quantity_0) / (bid_quantity_0 + ask_quantity_0)");
        ofQuote.put("spread_sum", "ask_price_0 - bid_price_0");
        ofQuote.put("spread_bps_sum", "(ask_price_0 - bid_price_0) * 10000 / " + MID);
        ofQuote.put("imbalance_sum", "(bid_quantity_0 - ask_quantity_0) * 1.0 / (bid_quantity_0 + ask_quantity_0)");
        ofQuote.put(
                "imbalance_5_sum",
                "(" + five("bid_quantity") + " - " + five("ask_quantity") + ") * 1.0 / (" + five("bid_quantity") + " + "
                        + five("ask_quantity") + ")");
        for (String column : List.of("bid_quantity", "ask_quantity", "bid_orders", "ask_orders")) {
            ofQuote.put(column + "_sum", column + "_0");
            ofQuote.put(column + "_5_sum", five(column));
        }
        for (int lots : new int[] {1, 5, 10, 50}) {
            int units = lots * LOT;
            ofQuote.put("buy_" + lots + "_quotes", five("ask_quantity") + " >= " + units);
            ofQuote.put(
                    "buy_" + lots + "_cost_sum",
                    "iif(" + five("ask_quantity") + " >= " + units + ", " + paid("ask", units) + " / " + units + " - "
                            + MID + ", 0)");
            ofQuote.put("sell_" + lots + "_quotes", five("bid_quantity") + " >= " + units);
            ofQuote.put(
                    "sell_" + lots + "_cost_sum",
                    "iif(" + five("bid_quantity") + " >= " + units + ", " + MID + " - " + paid("bid", units) + " / "
                            + units + ", 0)");
        }
        StringBuilder columns = new StringBuilder();
        ofTick.forEach((name, value) -> columns.append(", %s AS %s".formatted(value, name)));
        ofQuote.forEach((name, value) -> columns.append(", iif(%s, %s, 0) AS %s".formatted(IS_QUOTE, value, name)));
        StringBuilder sums = new StringBuilder();
        for (Sum sum : Sum.ALL) {
            sums.append(", coalesce(sum(%1$s), 0) AS %1$s".formatted(sum.column()));
        }
        return """
                WITH RECURSIVE
                  timed AS (SELECT *, unixepoch(substr(received_at, 1, 19) || '+05:30') * 1000000
                      + CAST(substr(received_at, 21) AS INTEGER) AS micros FROM ticks),
                  pairs AS (SELECT *, lead(micros) OVER w AS next_micros, lag(micros) OVER w AS old_micros,
                      lag(volume_traded) OVER w AS old_volume, lag(oi) OVER w AS old_oi
                    FROM timed WINDOW w AS (PARTITION BY tradingsymbol, trade_date ORDER BY id)),
                  measured AS (SELECT tradingsymbol, substr(exchange_timestamp, 12, 5) AS minute,
                      0 AS quoted_seconds, 0 AS spread_seconds, 0 AS spread_bps_seconds%s FROM pairs),
                  stood AS (
                    SELECT tradingsymbol, micros AS start, min(next_micros, micros + 60000000) AS finish,
                      ask_price_0 - bid_price_0 AS spread, (ask_price_0 - bid_price_0) * 10000 / %s AS bps
                    FROM pairs WHERE %s AND next_micros IS NOT NULL),
                  slices AS (
                    SELECT *, start AS begin FROM stood
                    UNION ALL
                    SELECT tradingsymbol, start, finish, spread, bps, (begin / 60000000 + 1) * 60000000
                    FROM slices WHERE (begin / 60000000 + 1) * 60000000 < finish),
                  standing AS (
                    SELECT tradingsymbol, strftime('%%H:%%M', begin / 1000000 + 19800, 'unixepoch') AS minute,
                      (min(finish, (begin / 60000000 + 1) * 60000000) - begin) / 1e6 AS seconds, spread, bps
                    FROM slices)
                SELECT tradingsymbol, minute%s FROM (
                  SELECT * FROM measured
                  UNION ALL
                  SELECT tradingsymbol, minute, seconds, seconds * spread, seconds * bps%s FROM standing)
                GROUP BY 1, 2""".formatted(columns, MID, IS_QUOTE, sums, ", 0".repeat(ofTick.size() + ofQuote.size()));
    }

    private static String five(String column) {
        return "(%1$s_0 + %1$s_1 + %1$s_2 + %1$s_3 + %1$s_4)".formatted(column);
    }

    /** What so many units cost along the book. */
    private static String paid(String side, int units) {
        StringBuilder before = new StringBuilder("0");
        StringBuilder paid = new StringBuilder("0.0");
        for (int level = 0; level < 5; level++) {
            String quantity = side + "_quantity_" + level;
            paid.append(" + max(0, min(%s, %d - (%s))) * %s_price_%d".formatted(quantity, units, before, side, level));
            before.append(" + ").append(quantity);
        }
        return "(" + paid + ")";
    }
}
