package dev.liquidity.common.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

@Timeout(20)
class RedisLinkTest {
    private final Counters counters = new Counters();
    private final RedisOutage outage = new RedisOutage("nothing happens", counters);

    @Test
    void endsItsWaitForAServerThatDoesNotAnswerWhenItIsInterrupted() throws Exception {
        // Accepts, as the kernel does for a process that is stopped, and never answers.
        try (ServerSocket frozen = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RedisLink link = new RedisLink(redisAt(frozen.getLocalPort()), "test", outage);
            Worker worker = new Worker(
                            "reader",
                            closing -> {
                                link.attempt(closing, connection -> {});
                                return true;
                            },
                            new StopSignal())
                    .start();
            frozen.accept();

            long begunNanos = System.nanoTime();
            worker.close(Duration.ofMillis(200));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
            assertTrue(millis < 650, "it ended after " + millis + " ms, not by the interrupt");
            assertEquals(0, counters.faultCount(), "an interrupt is no outage");
        }
    }

    @Test
    void doesNotWaitLongForTheNextAttemptOnceItIsClosing() throws Exception {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = closed.getLocalPort();
        }
        RedisLink link = new RedisLink(redisAt(nobody), "test", outage);
        Closing closing = new Closing();
        closing.request();
        long begunNanos = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            link.attempt(closing, connection -> {});
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
        // Ten waits of 100 ms at most; without that bound, the last ones take two seconds each.
        assertTrue(millis < 3_000, "ten attempts took " + millis + " ms");
        assertEquals(1, counters.faultCount());
    }

    @Test
    void takesFailuresThatFollowEachSuccessForOneOutage() throws Exception {
        try (RedisServer server = RedisServer.launch()) {
            RedisLink link = RedisLink.outlastingRefusals(redisAt(server.port()), "test", outage);
            Closing closing = new Closing();
            int failed = 0;
            for (int i = 0; i < 10; i++) {
                assertTrue(link.attempt(closing, connection -> {}), "a connection can be opened");
                failed += link.attempt(closing, RedisLinkTest::askForNothing) ? 0 : 1;
            }
            assertEquals(10, failed);
            assertEquals(2, counters.faultCount(), "the first outage, and the one that it turns out to be");

            assertTrue(link.attempt(closing, connection -> {}));
            Await.elapsed(Duration.ofMillis(1_100));
            assertTrue(link.attempt(closing, connection -> {}), "by now the outage is over");
            assertFalse(link.attempt(closing, RedisLinkTest::askForNothing));
            assertEquals(3, counters.faultCount());
        }
    }

    private static void askForNothing(RedisConnection connection) {
        connection.executeCommand(new CommandArguments(Protocol.Command.GET));
    }

    private static Settings.Redis redisAt(int port) {
        Map<String, String> flags = Map.of("redis.host", "127.0.0.1", "redis.port", Integer.toString(port));
        return SettingsReader.read(Path.of("absent.yaml"), false, Map.of(), flags, Role.RECEIVER)
                .settings()
                .redis();
    }
}
