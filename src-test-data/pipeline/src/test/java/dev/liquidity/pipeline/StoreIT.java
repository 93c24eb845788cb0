package dev.liquidity.pipeline;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The database's disk takes no writes for a while. */
final class StoreIT {
    @Order(1)
    @RegisterExtension
    static final SmallDisk DISK = new SmallDisk(96);

    @Order(2)
    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.database(DISK.place().resolve("ticks.db")));

    @Test
    void waitsForRoomOnTheDisk() throws Exception {
        ORDEAL.suffer(StoreFaults.diskFull(DISK, Duration.ofSeconds(4)));
    }

    @Test
    void waitsForADiskThatFails() throws Exception {
        // Its log can't grow either, so it is not checked.
        ORDEAL.suffer(StoreFaults.filesLimited(Duration.ofSeconds(5)));
    }
}
