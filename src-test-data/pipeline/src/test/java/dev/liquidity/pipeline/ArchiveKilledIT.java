package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.market.Ist;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The archive moves the very ticks that are being recorded, by a clock that is ten days ahead, and is killed again and
 * again, while it writes and while it deletes; two run at once; the disk gets full. Meanwhile some read. In the end the
 * archive has every tick that the exchange sent, once.
 */
@Order(1)
final class ArchiveKilledIT {
    private static final int BURST = 30_000;
    private static final int TICKS_A_ROUND = 2_000;
    private static final int STORE = 6;
    private static final String READING = "reading its ticks";
    private static final String ARCHIVED = ": archived ";

    private static final String SEEN =
            "SELECT count(*), count(DISTINCT id), (SELECT sum(ticks)::BIGINT FROM liquidity_1m) FROM ticks";

    @Order(1)
    @RegisterExtension
    static final SmallDisk DISK = new SmallDisk(512);

    @Order(2)
    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.rate(1_500)
            .database(DISK.place().resolve("ticks.db"))
            .journal(setup.directory().resolve("journal")));

    private final Random random = new Random(Seeds.ofBuild());
    private final List<Long> counts = new ArrayList<>();
    private Rig rig;
    private ChildProcess archive;
    private ChildProcess another;
    private ChildProcess query;

    @Test
    void losesNoTickAndKeepsNoneTwice() throws Exception {
        rig = ORDEAL.rig();
        Path config = rig.setup().directory().resolve("archive.yaml");
        ConfigFile.of(Map.of())
                .set("persistence.db_path", rig.setup().database())
                .set("persistence.parquet_enabled", true)
                .set("persistence.archive", "{dir: \"" + DISK.place().resolve("archive") + "\", keep_days: 3}")
                .write(config);
        archive = program("archive", config, "archive");
        another = program("another", config, "archive");
        query = program("query", config, "query", SEEN, "--csv");
        try (Connection reader =
                        DriverManager.getConnection("jdbc:sqlite:" + rig.setup().database());
                Statement open = reader.createStatement()) {
            ReceiverFaults.send(rig, BURST);
            // Until then, the recorder may compute the minutes of a symbol anew from ticks that are deleted later.
            Await.until(
                    "lot sizes are known",
                    Rig.PATIENCE,
                    () -> rig.store().number("SELECT count(*) FROM liquidity_1m WHERE lot_quotes < quotes") == 0);
            kill("reads", 1_500, words -> words.contains(READING));
            // Sees what was there, and keeps the write-ahead log from being emptied.
            open.execute("BEGIN");
            long seen = count(open);
            killDeleting();
            assertEquals(seen, count(open));
            open.execute("COMMIT");
            killDeleting();
            kill("has archived", 1_000, words -> words.contains(ARCHIVED));
            kill("reads", 800, words -> words.contains(READING));
            runTwo();
            killDeleting();
            fillDisk();
            rig.awaitRecovery();
            rig.awaitSent(TICKS_A_ROUND);
            rig.drain();
            String[] drained = look();
            assertEquals(drained[0], drained[2], "ticks in the sums of minutes");
            assertEquals(0, run(archive), archive::toString);
            assertEquals(List.of(drained), List.of(look()));
        }
        judge();
    }

    @AfterEach
    void close() {
        List.of(archive, another, query).forEach(ChildProcess::close);
    }

    private ChildProcess program(String name, Path config, String... words) throws IOException {
        Path clockFile = rig.setup().directory().resolve("clock");
        MovedClock.open(clockFile).move(Ist.date(Instant.now()).plusDays(10), "17:00");
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", config.toString()));
        return Jar.byClock(clockFile, "receiver", name, rig.setup().directoryOf(name), all.toArray(String[]::new));
    }

    /** What it must have said. */
    private interface Moment {
        boolean isPast(String words) throws Exception;
    }

    /** Kills it at a random moment after another one. */
    private String kill(String does, int millis, Moment moment) throws Exception {
        rig.awaitSent(TICKS_A_ROUND);
        rig.awaitFlow();
        int said = archive.out().length();
        archive.start();
        archive.await(does, () -> moment.isPast(archive.out().substring(said)));
        Await.elapsed(Duration.ofMillis(random.nextInt(millis)));
        archive.kill();
        return archive.out().substring(said);
    }

    private void killDeleting() throws Exception {
        // More than it deletes in a transaction.
        ReceiverFaults.send(rig, BURST);
        rig.awaitFlow();
        long first = firstId();
        String words = kill("deletes", 60, said -> said.contains(ARCHIVED) && firstId() > first);
        assertFalse(words.contains(": deleted "), "killed too late");
        look();
    }

    private long firstId() throws SQLException {
        return rig.store().number("SELECT min(id) FROM ticks");
    }

    /** The second leaves it to the first, or begins when that is killed. */
    private void runTwo() throws Exception {
        rig.awaitSent(TICKS_A_ROUND);
        archive.start();
        another.start();
        Await.elapsed(Duration.ofMillis(random.nextInt(2_000)));
        archive.kill();
        assertEquals(0, another.awaitExit(), another::toString);
        archive.start();
        another.start();
        assertEquals(0, archive.awaitExit(), archive::toString);
        assertEquals(0, another.awaitExit(), another::toString);
        look();
    }

    private void fillDisk() throws Exception {
        if (!DISK.isMounted()) {
            return;
        }
        for (int room : List.of(0, random.nextInt(2 << 20))) {
            rig.awaitSent(TICKS_A_ROUND);
            DISK.fill();
            DISK.free(room);
            int code = run(archive);
            DISK.free();
            assertTrue(code == STORE || room > 0 && code == 0, archive::toString);
        }
        look();
    }

    private static int run(ChildProcess program) throws IOException {
        program.start();
        return program.awaitExit();
    }

    /** Each tick is once in what a query sees, and none goes. */
    private String[] look() throws IOException {
        int said = query.out().length();
        assertEquals(0, run(query), query::toString);
        String[] row =
                query.out().substring(said).strip().replaceFirst("(?s).*\n", "").split(",");
        assertEquals(row[0], row[1]);
        counts.add(Long.parseLong(row[0]));
        assertEquals(counts.stream().sorted().toList(), counts);
        return row;
    }

    private void judge() throws Exception {
        ArchivedTicks archived = new ArchivedTicks(DISK.place().resolve("archive"));
        Path all = rig.setup().directory().resolve("archived.db");
        archived.writeTo(all);
        rig.exchange().flushLedger();
        Verdict verdict = Verdict.of(rig.exchange().ledger(), rig.setup().journal(), new StoreView(all));
        assertTrue(verdict.isStoredAsJournaled(), verdict::toString);
        assertEquals(0, verdict.lost(), verdict::toString);
        assertEquals(rig.exchange().sentTicks(), archived.number("count(*)"));
        assertEquals(0, rig.store().number("SELECT count(*) FROM ticks"));
        assertEquals(0, rig.store().number("SELECT count(*) FROM liquidity_1m"));
        FaultTable.ofBuild().add("archive: kill -9, 7 times, two at once, disk full", true, "0", 0, -1);
    }

    private static long count(Statement statement) throws Exception {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM ticks")) {
            return row.getLong(1);
        }
    }
}
