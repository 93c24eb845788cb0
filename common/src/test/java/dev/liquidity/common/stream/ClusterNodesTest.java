package dev.liquidity.common.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.sandbox.support.RedisCluster;
import dev.liquidity.sandbox.support.RedisServer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.SafeEncoder;

/** The way to a key in a cluster, of which not all is known, or not all is there. */
@Timeout(90)
class ClusterNodesTest {
    private static final String STREAM = "{ticks}:raw";

    @Test
    void findsTheStreamThroughNodesThatItHasLearnedOf() throws Exception {
        try (RedisCluster cluster = RedisCluster.launch(3, 0, "cluster-require-full-coverage no")) {
            RedisServer told = cluster.masters().stream()
                    .filter(node -> node != cluster.owner(STREAM))
                    .findFirst()
                    .orElseThrow();
            Settings.Redis redis = settings(told);
            assertOwner(cluster, redis);
            told.kill();
            for (int i = 0; i < 4; i++) {
                assertOwner(cluster, redis);
            }
        }
    }

    @Test
    void passesOverNodesThatBelongToNoClusterAnyMore() throws Exception {
        try (RedisServer removed = RedisServer.launch("cluster-enabled yes");
                RedisCluster cluster = RedisCluster.launch(2, 0)) {
            for (int i = 0; i < 3; i++) {
                assertOwner(cluster, settings(removed, cluster.servers().get(0)));
            }
            JedisConnectionException fault = assertThrows(
                    JedisConnectionException.class, () -> RedisConnections.open(settings(removed), "test"));
            assertTrue(RedisConnections.reason(fault).contains("no node has the slot"), fault::toString);
            RedisCluster.ask(removed, jedis -> jedis.configSet("requirepass", "secret"));
            assertThrows(UserException.class, () -> RedisConnections.open(settings(removed), "test"));
        }
    }

    /** Before Redis 7 a cluster of one node does not know its address; later ones may be told not to say it. */
    @Test
    void takesANodeWithoutANameForTheOneThatAnswered() throws Exception {
        try (RedisCluster cluster = RedisCluster.launch(1, 0);
                RedisCluster other = RedisCluster.launch(1, 1)) {
            RedisServer node = cluster.servers().get(0);
            String slots = RedisCluster.ask(
                    node,
                    jedis -> SafeEncoder.encode((byte[]) ((List<?>) ((List<?>)
                                            ((List<?>) jedis.sendCommand(() -> SafeEncoder.encode("CLUSTER"), "SLOTS"))
                                                    .get(0))
                                    .get(2))
                            .get(0)));
            assertEquals("", slots);
            assertOwner(cluster, settings(node));
            try (RedisConnection master =
                    RedisConnections.open(settings(other.servers().get(0)), "test")) {
                assertEquals(2, ClusterSlots.ask(master).nodes().size(), "the replica is one to ask, too");
            }
            // The second call begins with the second node.
            assertOwner(cluster, settings(node, other.servers().get(0)));
            assertOwner(other, settings(node, other.servers().get(0)));

            Settings.Redis redis = settings(node);
            try (RedisConnection own = RedisConnections.open(redis, "test");
                    RedisNodes nodes = new RedisNodes(redis, "test")) {
                nodes.use(own);
                assertSame(own, nodes.of(SafeEncoder.encode("any")));
                assertSame(
                        own,
                        nodes.redirected(own, new JedisMovedDataException("", new HostAndPort("", node.port()), 1)));
            }
        }
    }

    @Test
    void asksForAKeyWhereverItIs() throws Exception {
        try (RedisCluster cluster = RedisCluster.launch(3, 0)) {
            Settings.Redis redis = settings(cluster.servers().get(0));
            List<String> keys = Arrays.asList("a", "b", "c", "{x}1", "{x}2");
            try (RedisConnection own = RedisConnections.open(redis, "test");
                    RedisNodes nodes = new RedisNodes(redis, "test")) {
                nodes.use(own);
                assertEquals(3, nodes.all().size());
                keys.forEach(key -> assertEquals(
                        "OK", nodes.ask(SafeEncoder.encode(key), node -> new Jedis(node).set(key, "of " + key))));
                RedisServer to = cluster.servers().stream()
                        .filter(node -> node != cluster.owner("a") && node != cluster.owner("{x}1"))
                        .findFirst()
                        .orElseThrow();
                cluster.move("a", to).finish();
                RedisCluster.Move move = cluster.move("{x}1", to).keys("{x}1");
                assertNotEquals(to, cluster.owner("{x}1"));
                keys.forEach(key -> assertEquals(
                        "of " + key, nodes.ask(SafeEncoder.encode(key), node -> new Jedis(node).get(key))));
                assertEquals("of {x}1", nodes.ask("{x}1", Jedis::get));
                assertEquals(to.port(), portOf("a", nodes), "it is noted");
                assertNotEquals(to.port(), portOf("{x}1", nodes), "not moved yet");
                move.finish();
                try (RedisConnection another = RedisConnections.open(redis, "test")) {
                    List<RedisConnection> before = nodes.all();
                    nodes.use(another);
                    assertTrue(Collections.disjoint(before, nodes.all()), "they may be broken");
                    assertEquals(to.port(), portOf("{x}1", nodes), "all is asked anew");
                }
            }
        }
    }

    @Test
    void takesAMovedSlotForARefusalOnlyWithoutACluster() throws Exception {
        try (RedisCluster cluster = RedisCluster.launch(2, 0)) {
            Settings.Redis redis = settings(cluster.servers().get(0));
            String elsewhere = cluster.owner("a") == cluster.owner(STREAM) ? "b" : "a";
            assertNotEquals(cluster.owner(STREAM), cluster.owner(elsewhere));
            try (RedisConnection own = RedisConnections.open(redis, "test")) {
                JedisDataException moved = assertThrows(JedisDataException.class, () -> new Jedis(own).get(elsewhere));
                assertTrue(!RedisConnections.isRefusal(redis, moved), moved::toString);
                assertTrue(RedisConnections.isRefusal(settings(), moved), moved::toString);
            }
        }
    }

    private static int portOf(String key, RedisNodes nodes) {
        return nodes.of(SafeEncoder.encode(key)).address().getPort();
    }

    private static void assertOwner(RedisCluster cluster, Settings.Redis redis) {
        try (RedisConnection connection = RedisConnections.open(redis, "test")) {
            new Jedis(connection).set(STREAM + ":x", "y");
            assertEquals(cluster.owner(STREAM).port(), connection.address().getPort());
            assertEquals("127.0.0.1", connection.address().getHost());
        }
    }

    private static Settings.Redis settings(RedisServer... nodes) {
        return new Settings.Redis(
                "nowhere",
                1,
                0,
                null,
                null,
                false,
                STREAM,
                "g",
                "c",
                1000,
                Settings.Keep.UNSTORED,
                null,
                Arrays.stream(nodes).map(node -> "127.0.0.1:" + node.port()).toList());
    }
}
