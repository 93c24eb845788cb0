package dev.liquidity.receiver.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.Database;
import dev.liquidity.receiver.liquidity.Sum;
import dev.liquidity.receiver.store.LiquidityRebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The minutes of several databases in one archive are those of one database that has all their ticks. */
class PairSumsTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-26");
    private static final int KEEP_ALL = 100;
    private static final int TICKS = 1_500;
    private static final int DATABASES = 3;
    private static final String INSERT = """
            INSERT INTO ticks (id, instrument_token, tradingsymbol, exchange_timestamp, received_at, trade_date,
              last_price, volume_traded, oi, bid_price_0, bid_quantity_0, ask_price_0, ask_quantity_0)
            VALUES (?, 2, ?, ?, ?, ?, 100, ?, ?, ?, ?, ?, ?)""";

    private static final ZoneOffset INDIA = ZoneOffset.ofHoursMinutes(5, 30);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

    private static final List<String> COLUMNS = Stream.concat(Stream.of(Sum.TICKS, Sum.QUOTES), Sum.OF_PAIRS.stream())
            .map(Sum::column)
            .toList();

    @TempDir
    private Path directory;

    private final Random random = new Random(7);
    private final List<Path> databases = new ArrayList<>();
    private SharedFolder folder;
    private Path whole;

    @BeforeEach
    void fill() throws Exception {
        folder = new SharedFolder(directory.resolve("archive"), TODAY);
        whole = database("whole");
        for (int i = 0; i < DATABASES; i++) {
            databases.add(database("" + i));
        }
        List<Object[]> ticks = ticks();
        insert(whole, ticks);
        List<List<Object[]>> parts = Stream.generate(() -> (List<Object[]>) new ArrayList<Object[]>())
                .limit(DATABASES)
                .toList();
        int owner = 0;
        for (Object[] tick : ticks) {
            // Receivers of a group get some entries each time; some are taken over although they were stored.
            owner = random.nextInt(4) == 0 ? random.nextInt(DATABASES) : owner;
            parts.get(owner).add(tick);
            if (random.nextInt(20) == 0) {
                parts.get((owner + 1) % DATABASES).add(tick);
            }
        }
        for (int i = 0; i < DATABASES; i++) {
            insert(databases.get(i), parts.get(i));
        }
    }

    private Path database(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name + "/data")).resolve("ticks.db");
    }

    /** Of two days and two instruments, with all that may be missing, and pauses of up to three minutes. */
    private List<Object[]> ticks() {
        List<Object[]> ticks = new ArrayList<>();
        LocalDateTime arrival = LocalDateTime.parse("2026-11-24T09:14:00");
        long volume = 0;
        for (int i = 0; i < TICKS; i++) {
            int millis = rarely() ? random.nextInt(180_000) : rarely() ? 60_001 : random.nextInt(2_000);
            arrival = i == TICKS / 2
                    ? LocalDateTime.parse("2026-11-25T09:14:00")
                    : arrival.plusNanos(millis * 1_000_000L);
            volume += random.nextInt(50) == 0 ? -100 : random.nextInt(3) * 75;
            LocalDateTime exchange = arrival.minusSeconds(random.nextInt(2)).withNano(0);
            double bid = 100 + random.nextInt(40) * 0.05;
            long id = (arrival.toInstant(INDIA).toEpochMilli() << 21) + i;
            ticks.add(new Object[] {
                id,
                random.nextInt(3) == 0 ? "NIFTY 50" : "NIFTY26NOVFUT",
                rarely() ? null : SECONDS.format(rarely() ? exchange.minusDays(3) : exchange),
                rarely() ? null : MICROS.format(arrival),
                arrival.toLocalDate().toString(),
                rarely() ? null : volume,
                rarely() ? null : 10_000 + random.nextInt(20) * 75,
                rarely() ? null : bid,
                rarely() ? 0 : 75,
                rarely() ? bid - 0.05 : bid + random.nextInt(4) * 0.05,
                rarely() ? null : 150,
            });
        }
        return ticks;
    }

    private boolean rarely() {
        return random.nextInt(15) == 0;
    }

    private static void insert(Path file, List<Object[]> ticks) throws Exception {
        // Creates the file.
        computeMinutes(file);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            for (Object[] tick : ticks) {
                for (int i = 0; i < tick.length; i++) {
                    insert.setObject(i + 1, tick[i]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
        computeMinutes(file);
    }

    private static void computeMinutes(Path file) throws InterruptedException {
        new LiquidityRebuild(new StopSignal()).run(file, date -> true);
    }

    @Test
    void addUpToThoseOfOneDatabase() throws Exception {
        for (int keepDays : new int[] {KEEP_ALL, KEEP_ALL, 1, -1}) {
            for (Path database : databases) {
                folder.archive(database, keepDays);
            }

            assertWhole();
        }
        assertEquals("0", new Database(databases.get(0)).value("SELECT count(*) FROM liquidity_1m"));
    }

    @Test
    void areMadeAnewWhenSomethingIsLate() throws Exception {
        for (Path database : databases) {
            folder.archive(database, KEEP_ALL);
        }
        List<Object[]> late = ticks();
        // Their IDs are above all that is there, and then not.
        store(late.subList(TICKS - 20, TICKS), KEEP_ALL);
        store(late.subList(TICKS / 4, TICKS / 4 + 20), -1);
    }

    private void store(List<Object[]> late, int keepDays) throws Exception {
        insert(whole, late);
        insert(databases.get(1), late);

        folder.archive(databases.get(1), keepDays);

        assertWhole();
    }

    @Test
    void areMadeByTheNextRunIfOneWasKilledBefore() throws Exception {
        for (Path database : databases) {
            folder.archive(database, KEEP_ALL);
        }
        List<Path> parts = pairs();
        assertEquals(2, parts.size());
        Files.delete(parts.get(0));
        Files.move(parts.get(1), parts.get(1).resolveSibling("part-1-pairs.parquet"));

        folder.archive(databases.get(2), KEEP_ALL);

        assertWhole();
        assertEquals(parts, pairs());
    }

    @Test
    void areNotMadeForOneDatabase() throws Exception {
        folder.archive(whole, KEEP_ALL);

        assertEquals(List.of(), pairs());
    }

    private List<Path> pairs() throws IOException {
        try (Stream<Path> files = Files.walk(folder.root())) {
            return files.filter(file -> file.toString().endsWith("-pairs.parquet"))
                    .sorted()
                    .toList();
        }
    }

    private void assertWhole() throws SQLException {
        String sums = COLUMNS.stream().map(column -> "sum(" + column + ")").collect(Collectors.joining(", "));
        String tail = ", minute, tradingsymbol, " + sums + " FROM liquidity_1m GROUP BY 1, 2, 3";
        Map<String, double[]> expected = byMinute(new Database(whole).rows("SELECT trade_date" + tail));
        assertEqual(expected, byMinute(folder.raw("liquidity_1m/*/*", "SELECT date" + tail)));
        for (Path database : databases) {
            assertEqual(expected, byMinute(folder.csv(database, "SELECT trade_date" + tail)));
        }
    }

    private static Map<String, double[]> byMinute(List<String> rows) {
        Map<String, double[]> minutes = new TreeMap<>();
        for (String row : rows) {
            String[] values = row.split("\\|");
            double[] sums =
                    Stream.of(values).skip(3).mapToDouble(Double::parseDouble).toArray();
            minutes.put(values[0] + " " + values[1] + " " + values[2], sums);
        }
        return minutes;
    }

    private static void assertEqual(Map<String, double[]> expected, Map<String, double[]> actual) {
        assertTrue(expected.size() > 200, expected::toString);
        Set<String> minutes = new TreeSet<>(expected.keySet());
        minutes.addAll(actual.keySet());
        double[] none = new double[COLUMNS.size()];
        for (String minute : minutes) {
            assertArrayEquals(
                    expected.getOrDefault(minute, none),
                    actual.getOrDefault(minute, none),
                    1e-4,
                    minute + " " + COLUMNS);
        }
    }
}
