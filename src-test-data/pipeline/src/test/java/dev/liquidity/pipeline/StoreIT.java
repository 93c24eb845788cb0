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
    static final Rigs RIGS = new Rigs();

    @TempDir
    static Path directory;

    private static Ordeal ordeal;
    private static Rig lockedRig;
    private static Meanwhile<Ordeal.Outcome> locked;

    /** The lock is waited for on a rig of its own, while the disks fail on the other. */
    @BeforeAll
    static void start() throws IOException {
        lockedRig = RIGS.start(Setup.in(directory.resolve("locked")).rate(400));
        Ordeal lock = new Ordeal(lockedRig, FaultTable.ofBuild(), SEED);
        locked = Meanwhile.start("locked", () -> lock.suffer(StoreFaults.locked(LOCKED)));
        Rig rig = RIGS.start(
                Setup.in(directory.resolve("disks")).database(DISK.place().resolve("ticks.db")));
        ordeal = new Ordeal(rig, FaultTable.ofBuild(), SEED);
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
        assertFalse(Logs.lines(lockedRig.receiverLog(), RETRYING).isEmpty());
    }
}
