package dev.liquidity.receiver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.receiver.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

/**
 * The view {@code tick_depths} as users query it: with the statistics of a new file, with its own and with none, every
 * query must give the rows that a table of levels gives, and one that names an ID or a symbol must not read the others'
 * ticks.
 */
class DepthViewTest {
    private static final int TICKS = 150_000;

    /** Steps of SQLite's machine. A scan of the ticks takes a million at least. */
    private static final long FEW_STEPS = 100_000;

    private static final int STEPS_A_CALL = 100;

    @TempDir
    private static Path directory;

    /** The files by the statistics that they have. */
    private static final Map<String, Path> FILES = new LinkedHashMap<>();

    /** A table's rows, by the query. */
    private static final Map<String, List<String>> EXPECTED = new LinkedHashMap<>();

    private static Database table;
    private static long id;

    @BeforeAll
    static void fill() throws Exception {
        Path file = directory.resolve("new.db");
        SampleStore.create(file, TICKS);
        FILES.put("typical", file);
        FILES.put("none", changed("DELETE FROM sqlite_stat1"));
        FILES.put("its own", changed("ANALYZE"));
        Path layout1 = directory.resolve("layout1.db");
        SampleStore.createLayout1(layout1, file);
        table = new Database(layout1);
        id = Long.parseLong(table.value("SELECT max(tick_id) FROM tick_depths WHERE level = 4"));
    }

    private static Path changed(String sql) throws Exception {
        Path copy = directory.resolve(FILES.size() + ".db");
        Files.copy(FILES.get("typical"), copy);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return copy;
    }

    @Test
    void leavesOutAbsentLevelsAndKeepsOneWithoutAPrice() throws Exception {
        long levels = 0;
        long withoutPrice = 0;
        for (int n = 0; n < TICKS; n++) {
            levels += 2L * SampleStore.levels(n);
            withoutPrice += SampleStore.lacksPrice(n) ? 1 : 0;
        }
        Database view = new Database(FILES.get("typical"));
        assertEquals(levels, view.count("tick_depths"));
        assertEquals(
                List.of(withoutPrice + "|" + withoutPrice),
                view.rows("SELECT count(*), count(quantity) FROM tick_depths WHERE price IS NULL AND side = 'buy'"
                        + " AND level = 2"));
        assertEquals(withoutPrice, view.count("tick_depths WHERE price IS NULL"));
    }

    @Test
    void readsOnlyTheTicksThatAreAskedFor() throws Exception {
        for (String sql : Queries.OF_FEW_TICKS) {
            for (String statistics : FILES.keySet()) {
                List<String> plan = assertSameRows(sql.replace(":id", Long.toString(id)), statistics, FEW_STEPS);
                assertFalse(
                        plan.stream().anyMatch(step -> step.matches("SCAN (t|ticks|tick_depths)\\b.*")),
                        () -> statistics + ": " + sql + plan);
            }
        }
    }

    @Test
    void findsTheNewestWithoutSorting() throws Exception {
        for (String sql : Queries.OF_THE_NEWEST) {
            for (String statistics : FILES.keySet()) {
                List<String> plan = assertSameRows(sql, statistics, FEW_STEPS);
                assertFalse(
                        plan.stream().anyMatch(step -> step.contains("TEMP B-TREE")),
                        () -> statistics + ": " + sql + plan);
            }
        }
    }

    @Test
    void givesTheRowsOfATableToQueriesOfAllTicksAndToTheDashboard() throws Exception {
        List<String> queries = new ArrayList<>(Queries.OF_ALL_TICKS);
        queries.addAll(Queries.OF_A_DASHBOARD);
        for (String sql : queries) {
            for (String statistics : List.of("typical", "none")) {
                assertSameRows(sql, statistics, Long.MAX_VALUE);
            }
        }
    }

    @Test
    void answersTheCommandsOfTheReadme() throws Exception {
        List<String> queries = Pattern.compile("(?m)^sqlite3 .*\"\\$DB\" \"([^\"]+)\"")
                .matcher(Files.readString(top(Path.of("").toAbsolutePath()).resolve("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertTrue(queries.containsAll(Queries.OF_THE_SEED), queries::toString);
        for (String sql : queries) {
            for (String statistics : FILES.keySet()) {
                boolean isShort = sql.contains("ORDER BY id DESC") || sql.contains("ORDER BY t.id DESC");
                List<String> plan = assertSameRows(sql, statistics, isShort ? FEW_STEPS : Long.MAX_VALUE);
                assertFalse(isShort && plan.toString().contains("TEMP B-TREE"), () -> statistics + ": " + sql + plan);
            }
        }
    }

    private static Path top(Path directory) {
        return Files.exists(directory.resolve("config.yaml")) ? directory : top(directory.getParent());
    }

    /**
     * Compares the view's rows with the table's.
     *
     * @return the plan
     */
    private static List<String> assertSameRows(String sql, String statistics, long mostSteps) throws SQLException {
        List<String> expected = EXPECTED.get(sql);
        if (expected == null) {
            expected = table.rows(sql);
            EXPECTED.put(sql, expected);
        }
        AtomicLong steps = new AtomicLong();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + FILES.get(statistics));
                Statement statement = connection.createStatement()) {
            List<String> plan = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
                while (rows.next()) {
                    plan.add(rows.getString("detail"));
                }
            }
            if (mostSteps < Long.MAX_VALUE) {
                ProgressHandler.setHandler(connection, STEPS_A_CALL, new ProgressHandler() {
                    @Override
                    protected int progress() {
                        return steps.addAndGet(STEPS_A_CALL) > mostSteps ? 1 : 0;
                    }
                });
            }
            assertEquals(expected, Database.rows(statement, sql), () -> statistics + ": " + sql + plan);
            return plan;
        } catch (SQLException e) {
            throw new AssertionError(steps + " steps, statistics " + statistics + ": " + sql, e);
        }
    }
}
