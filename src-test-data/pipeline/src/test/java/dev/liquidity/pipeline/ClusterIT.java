package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.RedisCluster;
import dev.liquidity.sandbox.support.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Slots move, a master is lost and a node is added, while ticks come. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(1)
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
    private static final int FEW = 100;

    private static final int SLOTS_FOR_A_NEW_NODE = 100;

    @Test
    @Order(1)
    void goesOnWhereTheStreamIsMovedTo() throws Exception {
        ORDEAL.suffer(Fault.harmless("Cluster: the stream's slot is moved, key by key", (rig, random) -> {
            move(List.of(ClusterGroup.STREAM), GROUP.other());
        }));
        assertKeysAreAsStored(0);
        assertTrue(ORDEAL.rig().store().number("SELECT count(*) FROM instruments") > FEW);
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
            GROUP.cluster().awaitComplete();
            assertEquals(added, GROUP.owner());
        }));
        assertKeysAreAsStored(0);
        // Where it has a replica, which a master that is lost needs.
        GROUP.cluster()
                .move(ClusterGroup.STREAM, GROUP.cluster().servers().get(0))
                .finish();
        GROUP.cluster().awaitComplete();
    }

    @Test
    @Order(4)
    void saysHowItStandsOnAllNodes() throws Exception {
        Rig rig = ORDEAL.rig();
        rig.awaitFlow();
        String[] said = new String[1];
        Pattern same = Pattern.compile("today +ok +SQLite ([0-9,]+) symbols, .*; Redis \\1 symbols\\s+"
                + "agreement +ok +\\d+ symbols, .* [1-9][0-9,]* ticks in both");
        try {
            Await.until("status finds each symbol in both", Duration.ofSeconds(60), () -> {
                try (ChildProcess status = Jar.start(
                        rig.setup().directoryOf("status"),
                        "receiver",
                        "status",
                        "--config",
                        rig.setup().config().toString())) {
                    status.awaitExit();
                    said[0] = status.out();
                    return same.matcher(said[0]).find();
                }
            });
        } catch (AssertionError e) {
            throw new AssertionError(said[0], e);
        }
    }

    /** A replica may not have got all that its master had: the stream does, since the connector knows what it lacks. */
    @Test
    @Order(5)
    void goesOnAtThePromotedReplicaWhenTheMasterIsKilled() throws Exception {
        RedisServer former = GROUP.owner();
        kill("Cluster: kill -9 of the stream's master", former);
        assertNotEquals(former, GROUP.owner());
    }

    /** The whole cluster takes nothing meanwhile, since not all slots have a master. */
    @Test
    @Order(6)
    void goesOnWithTheKeysOfSymbolsWhenTheirMasterIsKilled() throws Exception {
        RedisServer owner = GROUP.owner();
        kill("Cluster: kill -9 of a master without the stream", GROUP.other());
        assertEquals(owner, GROUP.owner());
    }

    private static void kill(String name, RedisServer former) throws Exception {
        long[] since = new long[1];
        ORDEAL.suffer(Fault.harmless(name, (rig, random) -> {
            former.kill();
            GROUP.awaitReplaced(former);
            since[0] = System.currentTimeMillis();
        }));
        former.start();
        GROUP.cluster().awaitComplete();
        assertKeysAreAsStored(since[0]);
    }

    /** It takes itself for the master until the others tell it. */
    @Test
    @Order(7)
    void leavesAMasterThatComesBackStale() throws Exception {
        long[] since = new long[1];
        ORDEAL.suffer(
                Fault.harmless("Cluster: the stream's master stands still, and comes back stale", (rig, random) -> {
                    RedisServer former = GROUP.owner();
                    former.freeze();
                    GROUP.awaitReplaced(former);
                    former.thaw();
                    GROUP.cluster().awaitComplete();
                    since[0] = System.currentTimeMillis();
                }));
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
        assertTrue(stored.symbols() > FEW, "only " + stored.symbols() + " symbols");
        assertEquals(List.of(), stored.missingIn(keys));
    }
}
