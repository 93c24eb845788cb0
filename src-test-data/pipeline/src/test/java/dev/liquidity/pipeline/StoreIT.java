package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The database can't be written to for a while. */
final class StoreIT {
    private static final long SEED = Seeds.ofBuild();
    private static final String RETRYING = "does not take a dump";

    @RegisterExtension
    static final SmallDisk DISK = new SmallDisk();

    @RegisterExtension
    static final Pipelines PIPELINES = new Pipelines();

    @TempDir
    static Path directory;

    private static TickPipeline pipeline;
    private static Ordeal ordeal;

    @BeforeAll
    static void start() throws IOException {
        pipeline = PIPELINES.start(Setup.in(directory).database(DISK.place().resolve("ticks.db")));
        ordeal = new Ordeal(pipeline, FaultTable.ofBuild(), SEED);
    }

    @Test
    void waitsForADatabaseThatAnotherProcessHasLocked() throws Exception {
        int before = Logs.lines(pipeline.receiverLog(), RETRYING).size();
        ordeal.suffer(StoreFaults.locked(Duration.ofSeconds(12)));
        assertTrue(Logs.lines(pipeline.receiverLog(), RETRYING).size() > before);
    }

    @Test
    void waitsForRoomOnTheDisk() throws Exception {
        ordeal.suffer(StoreFaults.diskFull(DISK, Duration.ofSeconds(4)));
    }

    @Test
    void waitsForADiskThatFails() throws Exception {
        // Its log can't grow either, so that nothing can be read there.
        ordeal.suffer(StoreFaults.filesLimited(Duration.ofSeconds(5)));
    }
}
