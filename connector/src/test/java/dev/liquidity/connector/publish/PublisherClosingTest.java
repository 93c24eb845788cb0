package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.Keys;
import dev.liquidity.connector.TestSettings;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PublisherClosingTest {
    private static final int MAX = 1_000;

    @TempDir
    Path directory;

    @Test
    void publishesWhatIsJournaledAndReleasesTheLease() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, 100_000)) {
            publishing.journal(20_000);
            assertTrue(publishing.closePublisher(Duration.ofSeconds(20)));
            assertEquals(20_000, publishing.length());
            assertEquals(0L, publishing.command("EXISTS", Keys.writer(TestSettings.STREAM)));
            publishing.reopen();
            publishing.audit();
        }
    }

    @Test
    void endsWhenItIsInterruptedWhileRedisStandsStill() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, 100_000)) {
            for (int round = 0; round < 3; round++) {
                publishing.journal(1_000);
                server.freeze();
                publishing.journal(1_000);
                assertFalse(publishing.closePublisher(Duration.ofMillis(300)), "it waits for Redis");
                assertFalse(
                        Thread.getAllStackTraces().keySet().stream()
                                .anyMatch(thread -> thread.getName().equals("publisher")),
                        "the thread has ended");
                server.thaw();
                publishing.reopen();
                publishing.audit();
            }
        }
    }

    @Test
    void endsAtOnceWhenRedisIsAway() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, 100_000)) {
            publishing.journal(500);
            publishing.awaitLength(500);
            server.kill();
            publishing.journal(500);
            Await.until("the outage", () -> publishing.counters().contains("redis_outages"));
            assertTrue(publishing.closePublisher(Duration.ofSeconds(1)));
            server.start();
            publishing.reopen();
            publishing.audit();
        }
    }

    @Test
    void endsAtOnceWhenTheStreamHasNoRoom() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, MAX)) {
            publishing.journal(3 * MAX);
            Await.until("it waits", () -> publishing.publisher().unstoredTicks() >= MAX);
            assertTrue(publishing.closePublisher(Duration.ofSeconds(1)));
            assertEquals(MAX, publishing.length());
            publishing.reopen();
        }
    }

    private Publishing open(RedisServer server, int maxStreamLength) throws IOException {
        return new Publishing(directory, TestSettings.redis(server, maxStreamLength));
    }
}
