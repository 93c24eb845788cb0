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
import org.junit.jupiter.api.io.TempDir;

/** Somebody deletes the database while it is in use. */
final class StoreDeletedIT {
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");
    private static final int STORE_UNUSABLE = 6;

    @RegisterExtension
    static final Pipelines PIPELINES = new Pipelines();

    @TempDir
    static Path directory;

    @Test
    void endsWithSixAndHasAcknowledgedNothingThatWasNotInTheFile() throws Exception {
        TickPipeline pipeline = PIPELINES.start(Setup.in(directory));
        pipeline.awaitSent(5_000);
        Path database = pipeline.store().path();
        Path before = Files.createDirectories(directory.resolve("before"));

        // Frozen, so that the copy is what the file held when it was deleted, and nothing can be committed between.
        pipeline.receiver().freeze();
        for (String suffix : SUFFIXES) {
            Path file = database.resolveSibling("ticks.db" + suffix);
            Files.copy(file, before.resolve("ticks.db" + suffix));
            Files.delete(file);
        }
        pipeline.receiver().thaw();
        long begin = System.nanoTime();
        assertEquals(STORE_UNUSABLE, pipeline.receiver().awaitExit());
        String said = Files.readString(pipeline.receiver().output());
        assertTrue(said.lines().anyMatch(line -> line.startsWith("receiver: ") && line.contains("deleted")), said);

        pipeline.receiver().start();
        pipeline.awaitFlow();
        double recovery = (System.nanoTime() - begin) / 1e9;
        pipeline.drain();
        assertEquals(0, pipeline.receiver().stop());

        // What was acknowledged must have been in the deleted file; all else must be in the new one.
        merge(before.resolve("ticks.db"), database);
        Verdict verdict = pipeline.judge();
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

    /** A tick may be in both, committed and not yet acknowledged when the file went. */
    private static void merge(Path from, Path into) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + into);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + from + "' AS before");
            statement.execute("INSERT OR IGNORE INTO tick_depths SELECT * FROM before.tick_depths");
            statement.execute("INSERT OR IGNORE INTO ticks SELECT * FROM before.ticks");
        }
    }
}
