package dev.liquidity.pipeline;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A commit of a backlog grows while more is waiting, and is interrupted. */
@Order(1)
final class LargeCommitIT {
    private static final int BACKLOG = 45_000;

    /** For the write-ahead log of 20,000 ticks, not for that of a larger commit. */
    private static final int ROOM = 12 << 20;

    @Order(1)
    @RegisterExtension
    static final SmallDisk DISK = new SmallDisk(256);

    @Order(2)
    @RegisterExtension
    static final Ordeal ORDEAL =
            Ordeal.of(setup -> setup.database(DISK.place().resolve("ticks.db")).commitSeconds(5));

    @Test
    void storesEveryTickOnceThoughTheReceiverIsKilledInIt() throws Exception {
        ORDEAL.suffer(ReceiverFaults.killedInCommits(2, BACKLOG));
    }

    @Test
    void storesEveryTickOnceThoughTheDiskIsFullInIt() throws Exception {
        ORDEAL.suffer(StoreFaults.diskFullInCommit(DISK, BACKLOG, ROOM, Duration.ofSeconds(3)));
    }
}
