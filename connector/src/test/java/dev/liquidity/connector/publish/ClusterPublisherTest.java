package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.Keys;
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
            RedisServer former = cluster.owner(stream);
            assertNotEquals(instruments, former);
            RedisCluster.Move move = cluster.move(stream, instruments);
            try (Publishing publishing = new Publishing(directory, settings(cluster, stream))) {
                publishing.journal(100);
                Await.until("it tries", () -> publishing.counters().contains("redis_outages"));
                move.finish();
                publishing.audit();
                awaitKept(cluster, 2L);

                cluster.move(INSTRUMENTS, former).finish();
                publishing.beginFile(Publishing.TOKEN, 256265, 260105);
                publishing.journal(100);
                awaitKept(cluster, 3L);
            }
        }
    }

    @Test
    void sendsInstrumentsThatAreReadBeforeTheirTicks() {
        StreamBatch batch = new StreamBatch(null);
        batch.addElsewhere(new byte[0], null);
        assertFalse(batch.isEmpty());
    }

    private static void awaitKept(RedisCluster cluster, Long instruments) {
        Await.until(
                instruments + " instruments, for a while",
                () -> instruments.equals(cluster.ask(INSTRUMENTS, jedis -> jedis.hlen(INSTRUMENTS)))
                        && cluster.ask(INSTRUMENTS, jedis -> jedis.ttl(INSTRUMENTS)) > 3_000);
    }

    private static Settings.Redis settings(RedisCluster cluster, String stream) {
        List<String> nodes = List.of("127.0.0.1:" + cluster.servers().get(0).port());
        Settings.Keep keep = Settings.Keep.UNSTORED;
        return new Settings.Redis("", 1, 0, null, null, false, stream, "group", "receiver", 100_000, keep, null, nodes);
    }
}
