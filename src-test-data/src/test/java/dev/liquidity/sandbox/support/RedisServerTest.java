package dev.liquidity.sandbox.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RedisServerTest {
    @Test
    void isARealServerThatStopsAndStartsOnItsPort() throws IOException {
        try (RedisServer redis = RedisServer.launch()) {
            int port = redis.port();
            long pid = redis.pid();
            try (Jedis jedis = new Jedis(redis.host(), port)) {
                jedis.set("a", "b");
            }
            redis.kill();
            assertFalse(redis.isRunning());
            assertThrows(JedisConnectionException.class, () -> ping(port));
            redis.start();
            assertEquals(port, redis.port());
            assertNotEquals(pid, redis.pid());
            try (Jedis jedis = new Jedis(redis.host(), port)) {
                assertNull(jedis.get("a"), "it keeps nothing");
            }
        }
    }

    private static void ping(int port) {
        try (Jedis jedis = new Jedis("127.0.0.1", port, 300)) {
            jedis.ping();
        }
    }

    @Test
    void takesLinesOfConfigurationAndKeepsItsAppendOnlyFile(@TempDir Path directory) throws IOException {
        try (RedisServer redis = RedisServer.launch(0, directory, "appendonly yes", "maxmemory 64mb")) {
            try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
                jedis.set("a", "b");
            }
            redis.restart();
            try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
                assertEquals("b", jedis.get("a"));
                assertEquals("67108864", jedis.configGet("maxmemory").get("maxmemory"));
            }
        }
    }

    @Test
    void freezesWithItsPortOpenAndThaws() throws IOException {
        try (RedisServer redis = RedisServer.launch()) {
            redis.freeze();
            assertThrows(JedisConnectionException.class, () -> ping(redis.port()));
            redis.thaw();
            try (Jedis jedis = new Jedis(redis.host(), redis.port(), 5_000)) {
                assertEquals("PONG", jedis.ping());
            }
        }
    }

    @Test
    void stopsAtOnceWhenFrozen() throws IOException {
        RedisServer redis = RedisServer.launch();
        redis.freeze();
        long begin = System.nanoTime();
        redis.close();
        assertTrue(System.nanoTime() - begin < 4_000_000_000L);
        assertFalse(redis.isRunning());
    }

    @Test
    void saysWhyItDoesNotStart() {
        IOException refused = assertThrows(IOException.class, () -> RedisServer.launch("no-such-setting 1"));
        assertTrue(refused.getMessage().contains("no-such-setting"), refused.getMessage());
    }

    @Test
    void leavesNoDirectoryOfItsOwnMaking() throws IOException {
        Path directory;
        try (RedisServer redis = RedisServer.launch()) {
            directory = redis.directory();
            assertTrue(Files.exists(directory));
        }
        assertFalse(Files.exists(directory));
    }
}
