package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.market.Ist;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A job moves the database away, or removes it, while ticks are stored in it. Old and new files together hold every
 * tick.
 */
@Order(1)
final class StoreDeletedIT {
    private static final List<String> SUFFIXES = List.of("", "-shm", "-wal");

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.usual();

    @Test
    void goesOnInANewFileWhenOnlyTheDatabaseIsMoved() throws Exception {
        suffer("database moved away under it", "moved", (database, old) -> Files.move(database, old));
    }

    @Test
    void goesOnInANewFileWhenTheFilesBesideItAreMovedToo() throws Exception {
        suffer("database and its log moved away under it", "together", (database, old) -> {
            for (String suffix : SUFFIXES) {
                Files.move(beside(database, suffix), beside(old, suffix));
            }
        });
    }

    /** Frozen, so that nothing is committed between the copy and the deletion. */
    @Test
    void goesOnInANewFileWhenTheDatabaseIsDeleted() throws Exception {
        suffer("database deleted under it", "deleted", (database, old) -> {
            ORDEAL.rig().receiver().freeze();
            for (String suffix : SUFFIXES) {
                Files.copy(beside(database, suffix), beside(old, suffix));
                Files.delete(beside(database, suffix));
            }
            ORDEAL.rig().receiver().thaw();
        });
    }

    /** It is moved, and the receiver is killed before it can complete it. */
    @Test
    void keepsTheLogOfADatabaseThatWasMovedBeforeAKill() throws Exception {
        suffer("database moved away, then kill -9", "killed", (database, old) -> {
            Rig rig = ORDEAL.rig();
            rig.receiver().freeze();
            Files.move(database, old);
            rig.receiver().kill();
            rig.receiver().start();
            rig.awaitFlow();
            try (Stream<Path> beside = Files.list(database.getParent())) {
                List<Path> orphans = beside.filter(
                                file -> file.getFileName().toString().startsWith("ticks.db-wal.orphan-"))
                        .toList();
                assertEquals(1, orphans.size(), orphans::toString);
                Files.move(orphans.get(0), beside(old, "-wal"));
            }
        });
    }

    /** What was in its log is made anew from the journal. */
    @Test
    void goesOnInANewFileWhenItsLogIsEmptied() throws Exception {
        suffer(
                "its log emptied under it, then rebuilt",
                "emptied",
                (database, old) -> Files.write(beside(database, "-wal"), new byte[0]),
                (database, old) ->
                        run("rebuild", "--date", Ist.date(Instant.now()).toString()));
    }

    /** What a job does with the database, and where it is then. */
    private interface Job {
        void run(Path database, Path old) throws Exception;
    }

    private static void suffer(String name, String directory, Job job) throws Exception {
        suffer(name, directory, job, (database, old) -> {
            merge(old, database);
            run("rebuild", "--liquidity");
        });
    }

    private static void suffer(String name, String directory, Job job, Job repair) throws Exception {
        Rig rig = ORDEAL.rig();
        rig.awaitFlow();
        rig.awaitSent(5_000);
        Path database = rig.store().path();
        Path old = Files.createDirectories(rig.setup().directory().resolve(directory))
                .resolve("ticks.db");
        long begin = System.nanoTime();
        job.run(database, old);
        rig.awaitFlow();
        double recovery = (System.nanoTime() - begin) / 1e9;
        assertTrue(rig.receiver().isAlive());
        rig.drain();
        assertEquals(0, rig.receiver().terminate());

        repair.run(database, old);
        Verdict verdict = rig.judge();
        FaultTable.ofBuild()
                .add(
                        "SQLite: " + name,
                        verdict.isStoredAsJournaled() && verdict.lost() == 0,
                        Long.toString(verdict.lost()),
                        verdict.duplicates(),
                        recovery);
        assertTrue(verdict.isStoredAsJournaled(), verdict::toString);
        assertEquals(0, verdict.lost(), verdict::toString);
        rig.receiver().start();
    }

    private static void run(String... words) throws Exception {
        String[] command = Stream.concat(
                        Stream.of(words),
                        Stream.of("--config", ORDEAL.rig().setup().config().toString()))
                .toArray(String[]::new);
        assertEquals(
                0,
                Jar.start(ORDEAL.rig().setup().directory(), "receiver", command).awaitExit(Duration.ofSeconds(60)));
    }

    private static Path beside(Path database, String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }

    /** A tick may be in both: committed, and not yet acknowledged when the file was moved. */
    private static void merge(Path from, Path into) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + into);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + from + "' AS before");
            statement.execute("INSERT OR IGNORE INTO tick_depths_beyond SELECT * FROM before.tick_depths_beyond");
            statement.execute("INSERT OR IGNORE INTO ticks SELECT * FROM before.ticks");
        }
    }
}
