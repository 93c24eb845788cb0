package dev.liquidity.receiver.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Settings;
import dev.liquidity.receiver.TestRedis;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisCluster;
import dev.liquidity.sandbox.support.RedisServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.StreamEntryID;

/** The status of a stream whose slot is on its way to another node. */
class RedisLookTest {
    private static final String DATE = "2026-11-26";

    @AutoClose
    private final RedisCluster cluster;

    private final Settings.Redis settings;
    private final String stream;

    @AutoClose
    private final RedisLook look;

    RedisLookTest() throws Exception {
        cluster = RedisCluster.launch(3, 0);
        settings = TestRedis.settings(cluster);
        stream = settings.streamName();
        look = new RedisLook(settings);
    }

    @BeforeEach
    void add() {
        cluster.ask(stream, jedis -> jedis.xadd(stream, StreamEntryID.NEW_ENTRY, Map.of("t", "x")));
    }

    @Test
    void waitsForTheStreamsSlot() throws Exception {
        assertNull(look.look(DATE).fault());
        RedisCluster.Move move = cluster.move(stream, another()).keys(stream);
        CompletableFuture<Void> arrival = CompletableFuture.runAsync(() -> {
            Await.elapsed(Duration.ofMillis(700));
            move.finish();
        });
        RedisLook.Seen seen = look.look(DATE);
        arrival.get();
        assertNull(seen.fault());
        assertEquals(1, seen.length());
    }

    @Test
    void saysWhereTheSlotIsThatDoesNotArrive() {
        cluster.move(stream, another()).keys(stream);
        String fault = look.look(DATE).fault();
        assertTrue(fault.startsWith("ASK "), fault);
    }

    private RedisServer another() {
        RedisServer owner = cluster.owner(stream);
        return cluster.masters().stream()
                .filter(each -> each != owner)
                .findFirst()
                .orElseThrow();
    }
}
