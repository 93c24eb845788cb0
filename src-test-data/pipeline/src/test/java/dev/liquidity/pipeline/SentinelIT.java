package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The master is lost, and the sentinels promote a replica. {@link SentinelSoak} does it for longer. */
@Order(1)
final class SentinelIT {
    private static final SentinelGroup GROUP = new SentinelGroup();

    @Order(1)
    @RegisterExtension
    static final BeforeAllCallback STARTED = context -> GROUP.start();

    @Order(2)
    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.sentinels(GROUP));

    @AfterAll
    static void close() throws IOException {
        GROUP.close();
    }

    @Test
    void goesOnAtThePromotedReplicaWhenTheMasterIsKilled() throws Exception {
        RedisServer former = GROUP.master();
        ORDEAL.suffer(GROUP.masterKilled());
        former.start();
        GROUP.awaitComplete(1);
    }

    /** Its connections stay open, and when it goes on it takes itself for the master still. */
    @Test
    void leavesAMasterThatComesBackStale() throws Exception {
        ORDEAL.suffer(GROUP.masterFrozen());
        GROUP.awaitComplete(1);
    }

    /** As before an update of the server: the former master lives on as a replica. */
    @Test
    void followsAMasterThatIsMovedByHand() throws Exception {
        ORDEAL.suffer(GROUP.masterMoved());
        GROUP.awaitComplete(1);
    }

    @Test
    void needsNoSentinelWhileTheMasterIsThere() throws Exception {
        ORDEAL.suffer(GROUP.sentinelsAway(Duration.ofSeconds(10)));
        GROUP.awaitComplete(1);
    }

    @Test
    void showsTheStatusByTheSentinels() throws Exception {
        Rig rig = ORDEAL.rig();
        rig.awaitFlow();
        String config = rig.setup().config().toString();
        Path directory = Files.createDirectories(rig.setup().directoryOf("status"));
        try (ChildProcess status = Jar.start(directory, "receiver", "status", "--config", config)) {
            status.awaitExit();
            assertTrue(
                    status.out().matches("(?s).*\\bredis +ok +ticks-master of\\s+127\\.0\\.0\\.1:.*"),
                    status::toString);
            assertTrue(status.out().matches("(?s).*\\breceiver_1 +ok .*"), status::toString);
        }
    }
}
