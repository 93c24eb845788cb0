package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The database can't be written to for a while. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StoreIT {
    private static final long SEED = Seeds.ofBuild();
    private static final Duration LOCKED = Duration.ofSeconds(30);
    private static final String RETRYING = "does not take a dump";

    @RegisterExtension
    static final SmallDisk DISK = new SmallDisk();

    @RegisterExtension
    static final Pipelines PIPELINES = new Pipelines();

    @TempDir
    static Path directory;

    private static Ordeal ordeal;
    private static TickPipeline lockedPipeline;
    private static Meanwhile<Ordeal.Outcome> locked;

    /** The lock is waited for on a pipeline of its own, while the disks fail on the other. */
    @BeforeAll
    static void start() throws IOException {
        lockedPipeline = PIPELINES.start(Setup.in(directory.resolve("locked")).rate(400));
        Ordeal lock = new Ordeal(lockedPipeline, FaultTable.ofBuild(), SEED);
        locked = Meanwhile.start("locked", () -> lock.suffer(StoreFaults.locked(LOCKED)));
        TickPipeline pipeline = PIPELINES.start(
                Setup.in(directory.resolve("disks")).database(DISK.place().resolve("ticks.db")));
        ordeal = new Ordeal(pipeline, FaultTable.ofBuild(), SEED);
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

    /** The last, so that nothing waits for it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void waitsForADatabaseThatAnotherProcessHasLocked() throws Exception {
        locked.result();
        assertFalse(Logs.lines(lockedPipeline.receiverLog(), RETRYING).isEmpty());
    }
}
