package dev.liquidity.receiver.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.Database;
import dev.liquidity.receiver.store.LiquidityRebuild;
import dev.liquidity.receiver.store.SampleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receivers with a database each archive into one folder: it has each tick once, whoever wrote it. */
class SharedArchiveTest {
    private static final int TICKS = 2_000;
    private static final LocalDate TODAY = LocalDate.parse("2026-11-26");
    private static final int KEEP_ALL = 100;

    private static final String SEEN = "SELECT count(*), count(DISTINCT id), sum(bid_quantity_2)::BIGINT FROM ticks";
    private static final String SUMS =
            "SELECT sum(ticks)::BIGINT, sum(quotes)::BIGINT, sum(bid_quantity_sum)::BIGINT FROM liquidity_1m";

    @TempDir
    private static Path shared;

    private static Path original;

    @TempDir
    private Path directory;

    private Path first;
    private Path second;
    private SharedFolder folder;

    /** Every other tick is in the first, the others are in the second, and some are in both. */
    @BeforeAll
    static void fill() throws Exception {
        original = shared.resolve("ticks.db");
        SampleStore.create(original, TICKS);
        computeMinutes(original);
        for (String part : List.of("first WHERE id % 2 = 1", "second WHERE id % 2 = 0 OR id % 10 = 7")) {
            Path database = Files.copy(original, shared.resolve(part.replaceFirst(" .*", ".db")));
            Database.run(database, "DELETE FROM ticks WHERE NOT (" + part.replaceFirst(".* WHERE ", "") + ")");
            Database.run(database, "DELETE FROM liquidity_1m");
            computeMinutes(database);
        }
    }

    @BeforeEach
    void copy() throws Exception {
        folder = new SharedFolder(directory.resolve("archive"), TODAY);
        first = Files.copy(
                shared.resolve("first.db"),
                Files.createDirectories(directory.resolve("1/data")).resolve("ticks.db"));
        second = Files.copy(
                shared.resolve("second.db"),
                Files.createDirectories(directory.resolve("2/data")).resolve("ticks.db"));
    }

    private static void computeMinutes(Path database) throws InterruptedException {
        new LiquidityRebuild(new StopSignal()).run(database, date -> true);
    }

    @Test
    void hasEachTickOnceWhoeverWroteIt() throws Exception {
        for (int keepDays : new int[] {KEEP_ALL, KEEP_ALL, 2, 1, -1}) {
            folder.archive(first, keepDays);
            folder.archive(second, keepDays);

            assertWhole(first);
            assertWhole(second);
        }
        assertEquals("0", new Database(second).value("SELECT count(*) FROM ticks"));
        assertEquals("0", new Database(second).value("SELECT count(*) FROM liquidity_1m"));
    }

    private void assertWhole(Path database) throws Exception {
        assertEquals(expected(), folder.raw("ticks/*/*/*", SEEN), "in the folder");
        assertEquals(expected(), folder.csv(database, SEEN), "in the folder and " + database);
        assertEquals(
                new Database(original).rows("SELECT sum(ticks), sum(quotes), sum(bid_quantity_sum) FROM liquidity_1m"),
                folder.raw("liquidity_1m/*/*", SUMS));
        assertEquals(folder.raw("liquidity_1m/*/*", SUMS), folder.csv(database, SUMS));
        assertEquals(
                new Database(original).rows("SELECT count(*) FROM instruments"),
                folder.raw("instruments/*/*", "SELECT count(*) FROM instruments"));
    }

    @Test
    void showsWhatIsArchivedFromAnotherAndNotYetFromThisOne() throws Exception {
        folder.archive(first, KEEP_ALL);

        assertEquals(expected(), folder.csv(second, SEEN));
        folder.running(second);
        folder.running(first);
        assertEquals(expected(), folder.csv(second, SEEN));
    }

    @Test
    void doesNotMixTheCopiesOfRunningDays() throws Exception {
        folder.running(first);
        folder.running(second);

        assertEquals(
                new Database(first).rows("SELECT count(*), count(*), sum(bid_quantity_2) FROM ticks"),
                folder.csv(first, SEEN));
        assertEquals(
                new Database(second).rows("SELECT count(*), count(*), sum(bid_quantity_2) FROM ticks"),
                folder.csv(second, SEEN));
    }

    @Test
    void keepsTicksOfAnotherStreamThatHaveTheSameIds() throws Exception {
        Database.run(
                second,
                "DELETE FROM ticks; DELETE FROM liquidity_1m; ATTACH '" + first + "' AS o;"
                        + " INSERT INTO ticks SELECT * FROM o.ticks;"
                        + " UPDATE ticks SET received_at = replace(received_at, '.250', '.251')");
        computeMinutes(second);

        for (int keepDays : new int[] {KEEP_ALL, -1}) {
            folder.archive(first, keepDays);
            folder.archive(second, keepDays);

            String half = "" + TICKS / 2;
            assertEquals(
                    List.of(TICKS + "|" + half),
                    folder.raw("ticks/*/*/*", "SELECT count(*), count(DISTINCT id) FROM ticks"));
            assertEquals(List.of("" + TICKS), folder.csv(first, "SELECT count(*) FROM ticks"));
            assertEquals(List.of("" + TICKS), folder.csv(second, "SELECT sum(ticks)::BIGINT FROM liquidity_1m"));
        }
    }

    @Test
    void takesACopyForAnotherDatabase() throws Exception {
        folder.archive(first, KEEP_ALL);
        Path copy = Files.copy(
                first, Files.createDirectory(directory.resolve("copy")).resolve("ticks.db"));
        Database.run(
                copy,
                "INSERT INTO ticks (id, instrument_token, tradingsymbol, trade_date)"
                        + " SELECT max(id) - 1, 2, 'NIFTY 50', trade_date FROM ticks");
        computeMinutes(copy);
        assertEquals(List.of("1001"), folder.csv(copy, "SELECT count(*) FROM ticks"));

        folder.archive(copy, KEEP_ALL);

        assertEquals(List.of("1001"), folder.csv(copy, "SELECT count(*) FROM ticks"));
        assertEquals(List.of("1001"), folder.raw("ticks/*/*/*", "SELECT count(*) FROM ticks"));
        assertEquals("1", new Database(copy).value("SELECT count(*) FROM ticks"));
        assertEquals(List.of("1001"), folder.csv(first, "SELECT sum(ticks)::BIGINT FROM liquidity_1m"));
    }

    @Test
    void leavesTheFilesOfAnothersRunThatDidNotEnd() throws Exception {
        folder.archive(first, KEEP_ALL);
        Path part = files().stream()
                .filter(file ->
                        file.toString().contains("/ticks/") && file.toString().endsWith(".parquet"))
                .findFirst()
                .orElseThrow();
        Path unproven = Files.copy(part, part.resolveSibling("part-1-0123abcd.parquet"));

        folder.archive(second, KEEP_ALL);

        assertTrue(Files.exists(unproven));
        assertEquals(expected(), folder.csv(second, SEEN));
        assertEquals(expected(), folder.csv(first, SEEN));
    }

    /** Earlier versions wrote no names. */
    @Test
    void takesPartsWithoutANameForItsOwn() throws Exception {
        folder.archive(first, KEEP_ALL);
        for (Path file : files()) {
            Files.move(file, file.resolveSibling(file.getFileName().toString().replaceFirst("-\\w{8}(?=$|\\.)", "")));
        }
        List<Path> before = files();
        assertTrue(
                before.stream()
                        .noneMatch(file -> file.toString()
                                .contains(
                                        ArchiveFolder.of(folder.settings(first)).source())),
                before::toString);

        folder.archive(first, KEEP_ALL);
        assertEquals(before, files());
        assertEquals(List.of("1000"), folder.csv(first, "SELECT sum(ticks)::BIGINT FROM liquidity_1m"));
        folder.archive(first, -1);

        assertEquals(List.of("1000"), folder.raw("ticks/*/*/*", "SELECT count(*) FROM ticks"));
        assertEquals(List.of("1000"), folder.csv(first, "SELECT count(*) FROM ticks"));
        assertEquals(List.of("1000"), folder.csv(first, "SELECT sum(ticks)::BIGINT FROM liquidity_1m"));
        assertEquals("0", new Database(first).value("SELECT count(*) FROM ticks"));
    }

    /** What is late may have a lower ID than all that the database had when it was archived. */
    @Test
    void takesOverWhatIsArchivedAlreadyAfterItsOwnRun() throws Exception {
        folder.archive(first, KEEP_ALL);
        folder.archive(second, KEEP_ALL);
        Database.run(
                second,
                "ATTACH '" + first + "' AS o; INSERT INTO ticks SELECT * FROM o.ticks WHERE id NOT IN"
                        + " (SELECT id FROM main.ticks) AND trade_date = '2026-11-23' LIMIT 10");

        folder.archive(second, 2);

        assertEquals(expected(), folder.raw("ticks/*/*/*", SEEN));
        assertEquals(expected(), folder.csv(second, SEEN));
        assertEquals("0", new Database(second).value("SELECT count(*) FROM ticks WHERE trade_date < '2026-11-24'"));
    }

    /** It has taken ticks out that another database has archived, and not yet computed their minutes anew. */
    @Test
    void finishesWhatAKilledRunBegan() throws Exception {
        folder.archive(first, KEEP_ALL);
        Database.run(
                second,
                "ATTACH '" + first + "' AS o; DELETE FROM main.ticks WHERE id IN (SELECT id FROM o.ticks"
                        + " WHERE trade_date = '2026-11-25')");
        Files.createFile(ArchiveFolder.of(folder.settings(second)).withdrawal("2026-11-25"));

        folder.archive(second, KEEP_ALL);

        assertWhole(second);
        assertTrue(files().stream().noneMatch(file -> file.toString().contains("_withdrawing")));
    }

    private static List<String> expected() throws SQLException {
        return new Database(original).rows("SELECT count(*), count(*), sum(bid_quantity_2) FROM ticks");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("archive"))) {
            return all.filter(file ->
                            Files.isRegularFile(file) && !file.toString().contains("_lock"))
                    .sorted()
                    .toList();
        }
    }
}
