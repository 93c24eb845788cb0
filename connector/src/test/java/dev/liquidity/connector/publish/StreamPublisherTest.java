package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.FeedGapJson;
import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.TestSettings;
import dev.liquidity.connector.wire.Packets;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol;

/** The publisher against a real redis-server to which everything happens that can; each test ends with the audit. */
@Timeout(60)
class StreamPublisherTest {
    private static final int LONG = 100_000;
    private static final String STREAM = TestSettings.STREAM;
    private static final String DELETE_AND_CREATE =
            "redis.call('DEL', KEYS[1]) return redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')";

    @TempDir
    Path directory;

    @Test
    void addsEveryTickOnceUnderItsIdentity() throws IOException {
        FeedGap gap =
                new FeedGap(2, Instant.ofEpochSecond(1_782_190_700), Instant.ofEpochSecond(1_782_190_800), "cut", 9);
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            publishing.journal(gap);
            publishing.journal(5_000);
            publishing.audit();
            List<?> gaps = (List<?>) publishing.command("XRANGE", Keys.gaps(STREAM), "-", "+");
            assertEquals(1, gaps.size());
            byte[] told = (byte[]) ((List<?>) ((List<?>) gaps.get(0)).get(1)).get(1);
            assertEquals(new String(FeedGapJson.write(gap)), new String(told));
            String instruments = Keys.instruments("2026-06-23");
            assertEquals(2L, publishing.command("HLEN", instruments));
            assertEquals(new String(InstrumentJson.write(Packets.instrument(256265))), new String((byte[])
                    publishing.command("HGET", instruments, "256265")));
            assertTrue((Long) publishing.command("TTL", instruments) > 3_000);
            assertFalse(publishing.counters().contains("redis_outages"), publishing.counters());
        }
    }

    @Test
    void publishesAgainWhatARedisForgotThatWasKilledAndCameBackEmpty() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            storeHalfOf(publishing, 2_000);
            server.kill();
            publishing.journal(2_000);
            server.start();
            publishing.journal(1_000);
            publishing.audit();
            assertTrue(publishing.length() < 5_000, "what is stored is not published again");
        }
    }

    @Test
    void publishesInstrumentsAgainOnlyWhenTheyAreOthersOrForgotten() throws IOException {
        String instruments = Keys.instruments("2026-06-23");
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            for (int file = 0; file < 4; file++) {
                publishing.journal(500);
                publishing.beginFile(Publishing.TOKEN, 256265);
            }
            publishing.journal(500);
            publishing.audit();
            assertEquals(1, calls(publishing, "hset"));
            assertEquals(5, calls(publishing, "expire"));

            publishing.beginFile(Publishing.TOKEN, 256265, 260105);
            publishing.journal(500);
            publishing.audit();
            assertEquals(2, calls(publishing, "hset"));
            assertEquals(3L, publishing.command("HLEN", instruments));

            publishing.command("FLUSHALL");
            publishing.journal(500);
            publishing.audit();
            assertEquals(3L, publishing.command("HLEN", instruments));
        }
    }

    /** How often Redis was asked to do so. */
    private static int calls(Publishing publishing, String command) {
        String statistics = new String((byte[]) publishing.command("INFO", "commandstats"));
        Matcher matcher =
                Pattern.compile("cmdstat_" + command + ":calls=([0-9]+)").matcher(statistics);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    @Test
    void publishesAgainWhatWasFlushed() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            storeHalfOf(publishing, 2_000);
            for (int i = 0; i < 3; i++) {
                publishing.command("FLUSHALL");
                publishing.journal(1_000);
            }
            publishing.audit();
            assertTrue(publishing.length() < 5_000, "what is stored is not published again");
        }
    }

    @Test
    void countsWhatCanNotBeReadOnceHoweverOftenItIsPublished() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            for (int i = 0; i < 3; i++) {
                publishing.journalWithTrailingBytes(2);
                publishing.audit();
                publishing.command("FLUSHALL");
                publishing.journalWithTrailingBytes(1);
                publishing.audit();
                publishing.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            }
            publishing.journal(1_000);
            publishing.audit();
            assertTrue(publishing.counters().contains("trailing_bytes=9"), publishing.counters());
        }
    }

    @Test
    void writesTheStreamAnewWhenItsKeyWasDeleted() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            storeHalfOf(publishing, 2_000);
            publishing.command("DEL", STREAM);
            publishing.journal(1_000);
            publishing.audit();
            publishing.createGroup();
            Await.until("all is read", () -> publishing.readAndAcknowledge(500) == 0);
            publishing.audit();
        }
    }

    @Test
    void writesTheStreamAnewWhenItsKeyWasDeletedBeforeAnyReceiverCame() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            publishing.journal(2_000);
            publishing.awaitLength(2_000);
            publishing.command("DEL", STREAM);
            publishing.journal(1_000);
            publishing.audit();
            // And while there are always more to be sent.
            publishing.journal(20_000);
            publishing.command("DEL", STREAM);
            publishing.audit();
        }
    }

    @Test
    void doesNotBelieveAGroupThatWasCreatedAfterTheKeyWasDeleted() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            storeHalfOf(publishing, 2_000);
            for (int i = 0; i < 20; i++) {
                publishing.journal(500);
                long sent = publishing.length();
                publishing.command("EVAL", DELETE_AND_CREATE, "1", STREAM, TestSettings.GROUP);
                publishing.journal(500);
                while (sent > 0 && publishing.length() == 0) {
                    Thread.onSpinWait();
                }
                publishing.readAndAcknowledge(2_000);
            }
            Await.until("all is read", () -> publishing.readAndAcknowledge(500) == 0);
            publishing.audit();
        }
    }

    @Test
    void losesNoTickThatAnotherProgramsEntryHasOvertaken() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            storeHalfOf(publishing, 2_000);
            for (int i = 1; i <= 5; i++) {
                publishing.command("XADD", STREAM, foreignId(i), "data", "foreign");
                publishing.journal(1_000);
            }
            publishing.audit();
        }
    }

    @Test
    void takesNoTickForStoredBecauseAnotherProgramsEntryIs() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            storeHalfOf(publishing, 2_000);
            Await.until("all is read", () -> publishing.readAndAcknowledge(500) == 0);
            String foreign = foreignId(1);
            publishing.command("XADD", STREAM, foreign, "data", "foreign");
            publishing.command("XREADGROUP", "GROUP", "tick_processors", "receiver_1", "STREAMS", STREAM, ">");
            publishing.command("XACK", STREAM, "tick_processors", foreign);
            publishing.journal(1_000);
            publishing.abandonAndOpen();
            publishing.audit();
        }
    }

    /** Above the ticks that are journaled next. */
    private static String foreignId(int minutes) {
        return Publishing.NOON / 1_000 + minutes * 60_000L + "-0";
    }

    @Test
    void goesOnWithARedisThatKeepsAFile() throws IOException {
        try (RedisServer server = RedisServer.launch("appendonly yes", "appendfsync everysec");
                Publishing publishing = open(server, LONG)) {
            storeHalfOf(publishing, 2_000);
            server.restart();
            publishing.journal(1_000);
            server.kill();
            publishing.journal(1_000);
            server.start();
            publishing.audit();
            Await.until("the rest is read", () -> publishing.readAndAcknowledge(500) == 0);
            publishing.audit();
        }
    }

    @Test
    void goesOnWhenItsConnectionsAreKilled() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            for (int i = 0; i < 20; i++) {
                publishing.journal(300);
                publishing.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            }
            publishing.audit();
            assertTrue(publishing.counters().contains("redis_outages"), publishing.counters());
        }
    }

    @Test
    void goesOnWhenRedisStoodStillForLongerThanAReplyMayTake() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            publishing.journal(500);
            publishing.awaitLength(500);
            server.freeze();
            publishing.journal(1_000);
            Await.until("the reply is given up", () -> publishing.counters().contains("redis_outages"));
            publishing.journal(1_000);
            server.thaw();
            publishing.audit();
        }
    }

    @Test
    void waitsOutAReplicaThatRefusesToBeWritten() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            publishing.journal(500);
            publishing.awaitLength(500);
            publishing.command("REPLICAOF", "127.0.0.1", "1");
            publishing.journal(1_000);
            Await.until("it is told", () -> publishing.counters().contains("redis_outages"));
            assertEquals(500, publishing.length());
            publishing.command("REPLICAOF", "NO", "ONE");
            publishing.audit();
        }
    }

    @Test
    void waitsOutAFullMemory() throws IOException {
        try (RedisServer server = RedisServer.launch("maxmemory-policy noeviction");
                Publishing publishing = open(server, LONG)) {
            publishing.journal(500);
            publishing.awaitLength(500);
            publishing.command("CONFIG", "SET", "maxmemory", "1mb");
            publishing.journal(2_000);
            Await.until("it is told", () -> publishing.counters().contains("redis_outages"));
            publishing.command("CONFIG", "SET", "maxmemory", "0");
            publishing.audit();
        }
    }

    @Test
    void refusesASecondConnectorButNotItsOwnRestart(@TempDir Path otherDirectory) throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            publishing.journal(500);
            publishing.awaitLength(500);
            UserException refusal = assertThrows(
                    UserException.class, () -> new Publishing(otherDirectory, TestSettings.redis(server, LONG)));
            assertEquals(ExitCode.REDIS, refusal.exitCode());
            assertTrue(refusal.getMessage().contains("another connector"), refusal.getMessage());
            // As after a kill: the lease was not given back.
            publishing.abandonAndOpen();
            publishing.journal(500);
            publishing.audit();
        }
    }

    @Test
    void endsTheProcessWhenAnotherConnectorTookTheStream() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            publishing.journal(500);
            publishing.awaitLength(500);
            publishing.command("SET", Keys.writer(STREAM), "another process 1");
            publishing.journal(500);
            Await.until("the stop", () -> publishing.stop().isRequested());
            assertEquals(500, publishing.length(), "nothing was added after the other came");
            publishing.command("DEL", Keys.writer(STREAM));
            publishing.restart();
            publishing.audit();
        }
    }

    @Test
    void waitsForRoomWhileTheGroupDoesNotRead() throws IOException {
        int max = 1_000;
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, max)) {
            publishing.createGroup();
            publishing.journal(10 * max);
            // A stop of the count means nothing: it must stand at the bound though ten times as much is journaled.
            publishing.awaitLength(max - 100);
            Await.until("it waits", () -> publishing.publisher().unstoredTicks() >= max);
            assertBehind(publishing, 7);
            String lengthAndFirst = lengthAndFirst(publishing);
            for (int i = 0; i < 20; i++) {
                publishing.journal(100);
                assertEquals(lengthAndFirst, lengthAndFirst(publishing));
            }
            assertTrue(publishing.length() <= max);
            int[] read = {0};
            Await.until("all is read", () -> {
                read[0] += publishing.readAndAcknowledge(300);
                assertTrue(publishing.length() <= max + 200, "bounded: " + publishing.length());
                return read[0] == 12 * max;
            });
            publishing.audit();
            Await.until("the publisher knows", () -> publishing.publisher().unstoredTicks() == 0);
            assertBehind(publishing, 0);
        }
    }

    /** The ticks have arrived at noon, and it is so many seconds past. */
    private static void assertBehind(Publishing publishing, int seconds) {
        long now = Publishing.NOON + 7_900_000;
        assertEquals(seconds, publishing.publisher().secondsToStore(now));
        assertEquals(seconds, publishing.publisher().secondsToStream(now));
    }

    @Test
    void keepsHowFarTheStoreIs() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            storeHalfOf(publishing, 2_000);
            StreamId mark = publishing.stored().get();
            assertTrue(mark.compareTo(StreamId.ZERO) > 0);
            publishing.restart();
            assertTrue(publishing.stored().get().compareTo(mark) >= 0);
            // Redis forgets while no connector runs; the file has not.
            publishing.command("FLUSHALL");
            publishing.restart();
            publishing.journal(500);
            publishing.audit();
            assertTrue(publishing.length() <= 1_500, "what is stored is not published again: " + publishing.length());
            assertEquals(mark, StoredMark.load(directory).get());
        }
    }

    @Test
    void goesOnWhenHowFarTheStoreIsCantBeKept() throws IOException {
        Files.createDirectories(directory.resolve("stored.new/in-the-way"));
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            publishing.createGroup();
            int ticks = 30_000;
            publishing.journal(ticks);
            // The mark rises while there is always a batch to be sent.
            int read = 0;
            while (read < ticks / 2) {
                read += publishing.readAndAcknowledge(200);
            }
            publishing.audit();
        }
    }

    @Test
    void goesOnWhereTheStreamEndsAfterRestarts() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, LONG)) {
            for (int i = 0; i < 5; i++) {
                publishing.journal(700);
                publishing.restart();
                assertEquals(700 * (i + 1), publishing.length());
            }
            publishing.audit();
        }
    }

    @Test
    void givesIdsAboveTheStreamsLast() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null)) {
            // Of an earlier journal, by a clock that was a day ahead.
            StreamId ahead = new StreamId(Publishing.NOON / 1_000 + 86_400_000, 5);
            try (Publishing publishing = preparedBy(server, ahead)) {
                publishing.journal(300);
                publishing.awaitLength(301);
                assertEquals(ahead.millis(), publishing.journal().lastId().millis());
                publishing.command("XDEL", STREAM, ahead.toString());
                publishing.audit();
            }
        }
    }

    private Publishing preparedBy(RedisServer server, StreamId entry) throws IOException {
        var redis = TestSettings.redis(server, LONG);
        var connection = RedisConnections.open(redis, "test");
        connection.sendCommand(Protocol.Command.XADD, STREAM, entry.toString(), "data", "{}");
        connection.getOne();
        RedisConnections.close(connection);
        return new Publishing(directory, redis);
    }

    private Publishing open(RedisServer server, int maxStreamLength) throws IOException {
        return new Publishing(directory, TestSettings.redis(server, maxStreamLength));
    }

    private static void storeHalfOf(Publishing publishing, int ticks) throws IOException {
        publishing.createGroup();
        publishing.journal(ticks);
        publishing.awaitLength(ticks);
        StreamId before = publishing.stored().get();
        for (int read = 0; read < ticks / 2; ) {
            read += publishing.readAndAcknowledge(ticks / 2 - read);
        }
        Await.until("the mark rises", () -> publishing.stored().get().compareTo(before) > 0);
    }

    private static String lengthAndFirst(Publishing publishing) {
        List<?> first = (List<?>) publishing.command("XRANGE", STREAM, "-", "+", "COUNT", "1");
        return publishing.length() + " " + new String((byte[]) ((List<?>) first.get(0)).get(0));
    }
}
