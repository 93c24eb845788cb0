package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The database's disk takes nothing for a while. */
final class StoreIT {
    @RegisterExtension
    static final SmallDisk DISK = new SmallDisk();

    @RegisterExtension
    static final Rigs RIGS = new Rigs();

    @TempDir
    static Path directory;

    private static Ordeal ordeal;

    @BeforeAll
    static void start() throws IOException {
        ordeal = RIGS.ordeal(Setup.in(directory).database(DISK.place().resolve("ticks.db")));
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
