package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.connector.TestSettings;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisCluster;
import dev.liquidity.sandbox.support.RedisServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The publisher where stream and instruments are on different nodes, and slots move. */
@Timeout(90)
class ClusterPublisherTest {
    private static final String INSTRUMENTS = Keys.instruments("2026-06-23");

    @TempDir
    Path directory;

    @Test
    void startsWhileTheStreamsSlotIsOnItsWayAndFollowsTheInstruments() throws Exception {
        try (RedisCluster cluster = RedisCluster.launch(2, 0)) {
            RedisServer instruments = cluster.owner(INSTRUMENTS);
            String stream = cluster.owner("{a}") == instruments ? "{b}" : "{a}";
            assertNotEquals(instruments, cluster.owner(stream));
            RedisCluster.Move move = cluster.move(stream, instruments);
            try (Publishing publishing = new Publishing(directory, settings(cluster, stream))) {
                publishing.journal(100);
                Await.until("it tries", () -> publishing.counters().contains("redis_outages"));
                move.finish();
                publishing.audit();
                assertKept(cluster, 2L);

                cluster.move(
                                INSTRUMENTS,
                                cluster.servers()
                                        .get(instruments == cluster.masters().get(0) ? 1 : 0))
                        .finish();
                publishing.beginFile(Publishing.TOKEN, 256265, 260105);
                publishing.journal(100);
                publishing.audit();
                assertKept(cluster, 3L);
            }
        }
    }

    private static void assertKept(RedisCluster cluster, Long instruments) {
        assertEquals(instruments, cluster.ask(INSTRUMENTS, jedis -> jedis.hlen(INSTRUMENTS)));
        assertTrue(cluster.ask(INSTRUMENTS, jedis -> jedis.ttl(INSTRUMENTS)) > 3_000);
    }

    private static Settings.Redis settings(RedisCluster cluster, String stream) {
        List<String> nodes = cluster.servers().stream()
                .map(node -> node.host() + ":" + node.port())
                .toList();
        return new Settings.Redis(
                "nowhere",
                1,
                0,
                null,
                null,
                false,
                stream,
                TestSettings.GROUP,
                "receiver_1",
                100_000,
                Settings.Keep.UNSTORED,
                null,
                nodes);
    }
}
