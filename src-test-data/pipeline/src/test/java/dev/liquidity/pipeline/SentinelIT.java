package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The master is lost, and the sentinels promote a replica. */
final class SentinelIT {
    @Order(1)
    @RegisterExtension
    static final SentinelGroup GROUP = new SentinelGroup();

    @Order(2)
    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.sentinels(GROUP));

    @RepeatedTest(5)
    void goesOnAtThePromotedReplicaWhenTheMasterIsKilled() throws Exception {
        RedisServer[] former = new RedisServer[1];
        ORDEAL.suffer(Fault.harmless("Sentinel: kill -9 of the master", (rig, random) -> {
            former[0] = GROUP.master();
            former[0].kill();
            GROUP.awaitOther(former[0]);
        }));
        former[0].start();
        GROUP.awaitComplete();
    }

    /** Its connections stay open, and when it goes on it takes itself for the master still. */
    @Test
    void leavesAMasterThatComesBackStale() throws Exception {
        ORDEAL.suffer(Fault.harmless("Sentinel: the master stands still, and comes back stale", (rig, random) -> {
            RedisServer former = GROUP.master();
            former.freeze();
            GROUP.awaitOther(former);
            former.thaw();
            GROUP.awaitComplete();
        }));
    }

    @Test
    void needsNoSentinelWhileTheMasterIsThere() throws Exception {
        ORDEAL.suffer(Fault.harmless("Sentinel: no sentinel for 10 s", (rig, random) -> {
            long before = rig.store().lastId();
            for (RedisServer sentinel : GROUP.sentinels()) {
                sentinel.kill();
            }
            Await.elapsed(Duration.ofSeconds(10));
            assertTrue(rig.store().lastId() > before);
            for (RedisServer sentinel : GROUP.sentinels()) {
                sentinel.start();
            }
            GROUP.awaitComplete();
        }));
    }
}
