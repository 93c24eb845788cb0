package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.TestSettings;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream that is trimmed by its length, whatever the group has stored. */
@Timeout(60)
class TrimmedByLengthTest {
    private static final int MAX = 1_000;

    @TempDir
    Path directory;

    @Test
    void neverWaitsForAGroupAndCountsWhatItLost() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server)) {
            publishing.createGroup();
            publishing.journal(MAX);
            publishing.awaitLength(MAX);
            assertEquals(400, publishing.readAndAcknowledge(400));
            Await.until("the mark rises", () -> !publishing.stored().get().equals(StreamId.ZERO));
            publishing.journal(9 * MAX);
            awaitEnd(publishing);
            long length = publishing.length();
            assertTrue(length >= MAX && length <= MAX + 200, "the stream has " + length);
            Await.until(
                    "the loss is counted",
                    () -> publishing.counters().contains("trimmed_unstored=" + (10 * MAX - 400 - length)));
            assertFirstIsBehindTheMark(publishing);
        }
    }

    @Test
    void needsNoGroup() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server)) {
            publishing.journal(5 * MAX);
            awaitEnd(publishing);
            Await.until("the mark rises", () -> !publishing.stored().get().equals(StreamId.ZERO));
            assertFirstIsBehindTheMark(publishing);
            assertFalse(publishing.counters().contains("trimmed_unstored"), publishing.counters());
        }
    }

    @Test
    void takesNothingThatWasTrimmedForMissing() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server)) {
            publishing.journal(5 * MAX);
            awaitEnd(publishing);
            String first = first(publishing);
            publishing.abandonAndOpen();
            publishing.journal(10);
            awaitEnd(publishing);
            assertTrue(publishing.length() <= MAX + 200, "the stream has " + publishing.length());
            assertTrue(StreamId.parse(first(publishing)).compareTo(StreamId.parse(first)) >= 0, "nothing came back");
            publishing.command("FLUSHALL");
            publishing.journal(10);
            awaitEnd(publishing);
            assertTrue(publishing.length() >= MAX, "its end is there again");
            assertTrue(StreamId.parse(first(publishing)).compareTo(StreamId.parse(first)) >= 0, "nothing older");
        }
    }

    @Test
    void doesNotWaitForRoomToRebuild() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server)) {
            publishing.journal(10);
            awaitEnd(publishing);
            assertTrue(publishing.closePublisher(Duration.ofSeconds(8)));
            publishing.journal(3 * MAX);
            // Above all that is journaled: what is not in the stream can't be added any more.
            publishing.command("FLUSHALL");
            publishing.createGroup();
            publishing.command("XADD", TestSettings.STREAM, Publishing.NOON / 1_000 + 900_000 + "-0", "data", "other");
            publishing.reopen();
            publishing.journal(10);
            awaitEnd(publishing);
            assertTrue(publishing.length() >= MAX && publishing.length() <= MAX + 200, "" + publishing.length());
        }
    }

    private Publishing open(RedisServer server) throws IOException {
        return new Publishing(directory, TestSettings.redis(server, MAX, Settings.Keep.LENGTH));
    }

    private static void awaitEnd(Publishing publishing) {
        String last = publishing.journal().lastId().toString();
        Await.until("the last tick is in the stream", () -> last.equals(entry(publishing, "XREVRANGE", "+", "-")));
    }

    private static void assertFirstIsBehindTheMark(Publishing publishing) {
        Await.until(
                "the mark is below the first entry",
                () -> StreamId.parse(first(publishing))
                        .previous()
                        .equals(publishing.stored().get()));
    }

    private static String first(Publishing publishing) {
        return entry(publishing, "XRANGE", "-", "+");
    }

    private static String entry(Publishing publishing, String range, String from, String to) {
        List<?> entries = (List<?>) publishing.command(range, TestSettings.STREAM, from, to, "COUNT", "1");
        return new String((byte[]) ((List<?>) entries.get(0)).get(0));
    }
}
