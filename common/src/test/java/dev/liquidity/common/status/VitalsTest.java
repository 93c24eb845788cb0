package dev.liquidity.common.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.SafeEncoder;

@Timeout(120)
class VitalsTest {
    private static final String KEY = "ticks:raw:status:receiver:receiver_1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Counters counters = new Counters();
    private final StopSignal stop = new StopSignal();

    @TempDir
    private Path directory;

    @Test
    void showsTheProcessWhileItRunsAndThroughAnOutage() throws Exception {
        Counters.Counter stored = counters.counter("stored", "ticks");
        counters.gauge("sockets", "states", () -> "1:up");
        counters.rate("rate", "a second", "stored");
        try (RedisServer redis = RedisServer.launch()) {
            Settings settings = settings(redis.port());
            try (Vitals vitals = new Vitals(settings, Role.RECEIVER, counters, stop)) {
                stored.add(12);
                Await.until(
                        "it shows 12",
                        PATIENCE,
                        () -> "12".equals(fields(settings).get("stored")));
                Map<String, String> shown = fields(settings);
                assertEquals(Long.toString(ProcessHandle.current().pid()), shown.get("pid"));
                assertEquals("1:up", shown.get("sockets"));
                assertTrue(Double.parseDouble(shown.get("resident_bytes")) > 10e6, shown::toString);
                assertTrue(Double.parseDouble(shown.get("rate")) >= 0, shown::toString);
                Await.until("it is forgotten some time", PATIENCE, () -> ttl(settings) > 20);

                redis.stop();
                stored.add(1);
                redis.start();
                Await.until(
                        "it shows 13",
                        PATIENCE,
                        () -> "13".equals(fields(settings).get("stored")));
            }
            assertEquals(Map.of(), fields(settings), "it has ended, and has not fallen silent");
            assertFalse(stop.isRequested());
        }
    }

    @Test
    void endsAtOnceThoughRedisDoesNotAnswer() throws Exception {
        try (RedisServer redis = RedisServer.launch()) {
            Settings settings = settings(redis.port());
            Vitals vitals = new Vitals(settings, Role.CONNECTOR, counters, stop);
            redis.freeze();
            Thread.sleep(200);
            long begun = System.nanoTime();
            vitals.close();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            redis.thaw();
            assertTrue(millis < 2000, "it ended after " + millis + " ms");
        }
    }

    @Test
    void saysHowMuchRoomThereIsWhereAFileWillBe() {
        long free = Disk.freeBytes(directory.resolve("none/yet/ticks.db"));
        assertTrue(free > 0 && free <= directory.toFile().getTotalSpace(), () -> "" + free);
    }

    @Test
    void addsUpTheFilesOfADirectory() throws Exception {
        Files.writeString(directory.resolve("a"), "12345");
        Files.writeString(directory.resolve("b"), "678");
        assertEquals(8, Disk.bytesIn(directory));
    }

    private Settings settings(int port) throws Exception {
        Path file = directory.resolve("config.yaml");
        Files.writeString(file, "redis: {host: 127.0.0.1, port: " + port + "}\n");
        return SettingsReader.read(file, true, Map.of(), Map.of(), Role.RECEIVER)
                .settings();
    }

    private static Map<String, String> fields(Settings settings) {
        Map<String, String> fields = new HashMap<>();
        try (Connection connection = RedisConnections.open(settings.redis(), "test")) {
            List<?> reply = (List<?>) connection.executeCommand(new CommandArguments(Command.HGETALL).add(KEY));
            for (int i = 0; i < reply.size(); i += 2) {
                fields.put(SafeEncoder.encode((byte[]) reply.get(i)), SafeEncoder.encode((byte[]) reply.get(i + 1)));
            }
        }
        return fields;
    }

    private static long ttl(Settings settings) {
        try (Connection connection = RedisConnections.open(settings.redis(), "test")) {
            return (Long) connection.executeCommand(new CommandArguments(Command.TTL).add(KEY));
        }
    }
}
