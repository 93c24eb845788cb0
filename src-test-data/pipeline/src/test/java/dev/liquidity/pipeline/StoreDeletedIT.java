package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The database is deleted while it is in use. */
final class StoreDeletedIT {
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");
    private static final int STORE_UNUSABLE = 6;

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.usual();

    @Test
    void endsWithSixAndHasAcknowledgedNothingThatWasNotInTheFile() throws Exception {
        Rig rig = ORDEAL.rig();
        rig.awaitSent(5_000);
        Path database = rig.store().path();
        Path before = Files.createDirectories(rig.setup().directory().resolve("before"));

        // Frozen, so that nothing is committed between the copy and the deletion.
        rig.receiver().freeze();
        for (String suffix : SUFFIXES) {
            Path file = database.resolveSibling("ticks.db" + suffix);
            Files.copy(file, before.resolve("ticks.db" + suffix));
            Files.delete(file);
        }
        rig.receiver().thaw();
        long begin = System.nanoTime();
        assertEquals(STORE_UNUSABLE, rig.receiver().awaitExit());
        String said = rig.receiver().out();
        assertTrue(said.lines().anyMatch(line -> line.startsWith("receiver: ") && line.contains("deleted")), said);

        rig.receiver().start();
        rig.awaitFlow();
        double recovery = (System.nanoTime() - begin) / 1e9;
        rig.drain();
        assertEquals(0, rig.receiver().terminate());

        // Every acknowledged tick must be in the deleted file, every other one in the new file.
        merge(before.resolve("ticks.db"), database);
        Verdict verdict = rig.judge();
        FaultTable.ofBuild()
                .add(
                        "SQLite: database deleted under it (exit 6, started again)",
                        verdict.isStoredAsJournaled() && verdict.lost() == 0,
                        Long.toString(verdict.lost()),
                        verdict.duplicates(),
                        recovery);
        assertTrue(verdict.isStoredAsJournaled(), verdict::toString);
        assertEquals(0, verdict.lost(), verdict::toString);
    }

    /** A tick may be in both: committed, and not yet acknowledged when the file was deleted. */
    private static void merge(Path from, Path into) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + into);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + from + "' AS before");
            statement.execute("INSERT OR IGNORE INTO tick_depths_beyond SELECT * FROM before.tick_depths_beyond");
            statement.execute("INSERT OR IGNORE INTO ticks SELECT * FROM before.ticks");
        }
    }
}
