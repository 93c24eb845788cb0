package dev.liquidity.receiver.consume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Secret;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.watch.Watch.Concern;
import dev.liquidity.receiver.TestRedis;
import dev.liquidity.sandbox.support.RedisCluster;
import dev.liquidity.sandbox.support.RedisServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisMemoryTest {
    private static String info(long used, long limit, String policy) {
        return "# Memory\r\nused_memory:%d\r\nused_memory_human:1M\r\nmaxmemory:%d\r\nmaxmemory_policy:%s\r\n"
                .formatted(used, limit, policy);
    }

    @ParameterizedTest
    @CsvSource({
        "79, noeviction, 0, ''",
        "80, noeviction, 2, 'ticks wait in the journal: raise it or lower redis_history_minutes'",
        "95, noeviction, 5, 'ticks wait in the journal'",
        "120, noeviction, 10, 'ticks wait in the journal'",
        "10, volatile-lru, 1, 'keys of today, such as latest:…: set maxmemory-policy to noeviction, not volatile-lru'",
        "85, volatile-ttl, 3, 'deletes keys of today'",
        "10, allkeys-lru, 1, 'the stream with what is not stored: set maxmemory-policy to noeviction, not allkeys'",
    })
    void warnsBeforeRedisIsFullAndOfWhatItWouldDelete(int percent, String policy, int severity, String text) {
        Concern concern = RedisMemory.concern(info(percent * 1_000_000L, 100_000_000, policy));
        assertEquals(severity, concern == null ? 0 : concern.severity());
        if (concern != null) {
            assertTrue(concern.text().startsWith(percent + " % of maxmemory (100 MB) are in use; when it is full, "));
            assertTrue(concern.text().contains(text), concern.text());
        }
    }

    @Test
    void takesNoNoticeOfARedisWithoutALimit() {
        assertNull(RedisMemory.concern(info(1_000_000_000, 0, "allkeys-lru")));
        assertNull(RedisMemory.concern("# Memory\r\n"));
    }

    @Test
    void asksRealServersAndLeavesOneAloneThatRefuses() throws Exception {
        try (RedisServer redis = RedisServer.launch(
                "maxmemory 100mb",
                "maxmemory-policy allkeys-lru",
                "user limited on >secret ~* +ping +select +client|setname")) {
            Concern concern = watch(redis, null).look();
            assertEquals(1, concern.severity(), concern.text());
            assertTrue(concern.text().contains("not allkeys-lru"), concern.text());

            RedisMemory forbidden = watch(redis, "limited");
            assertNull(forbidden.look());
            redis.stop();
            assertNull(forbidden.look(), "it is not asked again");
        }
    }

    @Test
    void looksAtTheFullestNodeOfACluster() throws Exception {
        try (RedisCluster cluster = RedisCluster.launch(3, 0)) {
            RedisMemory memory = new RedisMemory(TestRedis.settings(cluster));
            assertNull(memory.look());
            RedisCluster.ask(cluster.servers().get(1), jedis -> jedis.configSet("maxmemory-policy", "allkeys-lru"));
            RedisCluster.ask(cluster.servers().get(1), jedis -> jedis.configSet("maxmemory", "1gb"));
            RedisCluster.ask(cluster.servers().get(2), jedis -> jedis.configSet("maxmemory", "1mb"));
            assertTrue(memory.look().text().contains("(1 MB) are in use; when it is full, ticks wait"));
        }
    }

    private static RedisMemory watch(RedisServer redis, String user) {
        Secret password = user == null ? null : new Secret("secret");
        return new RedisMemory(new Settings.Redis(
                redis.host(),
                redis.port(),
                0,
                user,
                password,
                false,
                "s",
                "g",
                "c",
                1000,
                Settings.Keep.UNSTORED,
                null,
                List.of()));
    }
}
