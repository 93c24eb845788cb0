package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisCluster;
import dev.liquidity.sandbox.support.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Slots move, a master is lost and a node is added, while ticks come. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClusterIT {
    @Order(1)
    @RegisterExtension
    static final ClusterGroup GROUP = new ClusterGroup();

    @Order(2)
    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.cluster(GROUP).maxStreamLength(10_000));

    /** In the middle of the way, some keys are here and some there. */
    private static final Duration HALFWAY = Duration.ofSeconds(1);

    private static final int SYMBOL_SLOTS = 12;
    private static final int SLOTS_FOR_A_NEW_NODE = 100;

    @Test
    @Order(1)
    void goesOnWhereTheStreamIsMovedTo() throws Exception {
        ORDEAL.suffer(Fault.harmless("Cluster: the stream's slot is moved, key by key", (rig, random) -> {
            move(List.of(ClusterGroup.STREAM), GROUP.other());
        }));
        assertKeysAreAsStored(0);
    }

    @Test
    @Order(2)
    void followsTheKeysOfSymbols() throws Exception {
        ORDEAL.suffer(Fault.harmless("Cluster: slots of symbols are moved, key by key", (rig, random) -> {
            RedisServer to = GROUP.owner();
            move(keysElsewhere(to, SYMBOL_SLOTS), to);
        }));
        assertKeysAreAsStored(0);
    }

    @Test
    @Order(3)
    void usesANodeThatIsAdded() throws Exception {
        ORDEAL.suffer(Fault.harmless("Cluster: a node is added and gets slots", (rig, random) -> {
            RedisServer added = GROUP.cluster().addMaster();
            List<String> keys = new ArrayList<>(keysElsewhere(added, SLOTS_FOR_A_NEW_NODE));
            keys.add(ClusterGroup.STREAM);
            for (String key : keys) {
                GROUP.cluster().move(key, added).finish();
            }
            assertEquals(added, GROUP.owner());
        }));
        assertKeysAreAsStored(0);
        // Where it has a replica, which a master that is lost needs.
        GROUP.cluster()
                .move(ClusterGroup.STREAM, GROUP.cluster().servers().get(0))
                .finish();
    }

    /** A replica may not have got all that its master had: the stream does, since the connector knows what it lacks. */
    @Test
    @Order(4)
    void goesOnAtThePromotedReplicaWhenTheMasterIsKilled() throws Exception {
        RedisServer[] former = new RedisServer[1];
        long[] since = new long[1];
        ORDEAL.suffer(Fault.harmless("Cluster: kill -9 of the stream's master", (rig, random) -> {
            former[0] = GROUP.owner();
            former[0].kill();
            GROUP.awaitOther(former[0]);
            since[0] = System.currentTimeMillis();
        }));
        former[0].start();
        GROUP.cluster().awaitComplete();
        assertKeysAreAsStored(since[0]);
    }

    /** Moves slots, each in two steps: what has begun is finished a while later. */
    private static void move(List<String> keys, RedisServer to) {
        List<RedisCluster.Move> moves = new ArrayList<>();
        for (String key : keys) {
            moves.add(GROUP.cluster().move(key, to).keys(1));
        }
        Await.elapsed(HALFWAY);
        moves.forEach(RedisCluster.Move::finish);
    }

    /** Keys of symbols that are not on a node, each in another slot. */
    private static List<String> keysElsewhere(RedisServer node, int count) throws Exception {
        List<String> keys = new ArrayList<>();
        ORDEAL.rig().store().query("SELECT DISTINCT tradingsymbol, trade_date FROM ticks", row -> {
            keys.add("latest:" + row.getString(1));
            keys.add("ticks:" + row.getString(1) + ":" + row.getString(2));
            keys.add("depth:" + row.getString(1) + ":" + row.getString(2));
        });
        List<Integer> slots = new ArrayList<>(List.of(RedisCluster.slot(ClusterGroup.STREAM)));
        keys.removeIf(key -> {
            boolean isUnfit = slots.contains(RedisCluster.slot(key));
            slots.add(RedisCluster.slot(key));
            return isUnfit;
        });
        List<String> elsewhere = new ArrayList<>();
        for (int i = 0; i < keys.size() && elsewhere.size() < count; i++) {
            if (GROUP.cluster().owner(keys.get(i)) != node) {
                elsewhere.add(keys.get(i));
            }
        }
        assertEquals(count, elsewhere.size());
        return elsewhere;
    }

    /** Compares each symbol's keys, on the nodes that have them, with its rows of this time and later. */
    private static void assertKeysAreAsStored(long sinceMillis) throws Exception {
        ClusterKeys keys = ClusterKeys.read(GROUP.cluster());
        ClusterKeys stored = ClusterKeys.ofStore(ORDEAL.rig().store(), sinceMillis);
        assertTrue(stored.symbols() > 100, "only " + stored.symbols() + " symbols");
        assertEquals(List.of(), stored.missingIn(keys));
    }
}
