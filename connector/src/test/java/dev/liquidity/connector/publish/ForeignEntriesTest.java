package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.connector.TestSettings;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Another program adds entries to the stream, under the IDs that Redis gives: not one of them is lost, and not one
 * tick.
 */
@Timeout(90)
class ForeignEntriesTest {
    private static final String STREAM = TestSettings.STREAM;

    /** As the Python original writes them. */
    private static final String ORIGINALS = """
            {"tradable": true, "mode": "full", "instrument_token": 9287170, "last_price": 163.95, "volume_traded": 41, \
            "ohlc": {"open": 163.75, "high": 168.95, "low": 158.95, "close": 99.0}, "change": 65.6060606060606, \
            "exchange_timestamp": "2026-11-22T12:22:49", "tradingsymbol": "NIFTY26DEC24700CE", "name": "NIFTY"}""";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", ORIGINALS})
    void aStrayEntryChangesNothingButOneWarning(String data) throws IOException {
        try (CapturedLog log = new CapturedLog();
                RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, 100_000)) {
            publishing.createGroup();
            publishing.journal(2_000);
            publishing.awaitLength(2_000);
            publishing.readAndAcknowledge(500);
            publishing.command("XADD", STREAM, "*", "data", data);
            publishing.journal(2_000);
            publishing.audit();
            Await.until("the rest is read", () -> publishing.readAndAcknowledge(500) == 0);
            publishing.audit();
            assertFalse(publishing.stop().isRequested());
            assertEquals(1, count(log.text(), "that this connector did not write"), log.text());
            assertEquals(0L, publishing.command("EXISTS", Keys.rebuilt(STREAM)));
        }
    }

    @Test
    void endsTheConnectorWhenAnotherProgramWritesFromBeforeTheStart() throws Exception {
        try (RedisServer server = RedisServer.launch(0, null);
                OtherProgram other = new OtherProgram(TestSettings.redis(server, 100_000))) {
            Await.until("it writes", () -> other.added() > 20);
            try (Publishing publishing = open(server, 100_000)) {
                publishing.createGroup();
                endsByItself(publishing, other, false);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsTheConnectorWhenAnotherProgramBeginsToWrite(boolean isReading) throws Exception {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, 100_000)) {
            publishing.createGroup();
            publishing.journal(1_000);
            publishing.awaitLength(1_000);
            try (OtherProgram other = new OtherProgram(TestSettings.redis(server, 100_000))) {
                endsByItself(publishing, other, isReading);
            }
        }
    }

    private static void endsByItself(Publishing publishing, OtherProgram other, boolean isReading) throws Exception {
        int journaled = 0;
        long end = System.nanoTime() + 20_000_000_000L;
        while (!publishing.stop().isRequested() && System.nanoTime() < end) {
            publishing.journal(10);
            journaled += 10;
            Thread.sleep(10);
            if (isReading) {
                publishing.readAndAcknowledge(100);
            }
        }
        UserException told =
                assertThrows(UserException.class, () -> publishing.stop().await(0));
        assertEquals(ExitCode.REDIS, told.exitCode());
        assertTrue(told.getMessage().contains("redis.stream_name or redis.db"), told.getMessage());
        assertEquals(1, told.getMessage().lines().count());
        publishing.journal(500);
        int before = other.added();
        Await.until("the other program is not disturbed", () -> other.added() > before + 20);
        other.close();
        publishing.addForeign(other.entries());
        assertEquals(1L, (long) ((List<?>) publishing.command("XINFO", "GROUPS", STREAM)).size());
        publishing.restart();
        publishing.audit();
        if (isReading) {
            Await.until("the rest is read", () -> publishing.readAndAcknowledge(500) == 0);
            publishing.audit();
        }
        assertTrue(journaled > 100, "it took some time: " + journaled);
    }

    /** Whatever a group has read, acknowledged or left: it gets what it has not acknowledged. */
    @Test
    void leavesEveryGroupWithWhatItHasNotAcknowledged() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, 100_000)) {
            publishing.createGroup();
            publishing.command("XGROUP", "CREATE", STREAM, "others", "0");
            publishing.command("XGROUP", "CREATE", STREAM, "pending", "0");
            for (int i = 0; i < 5; i++) {
                publishing.command("XADD", STREAM, "*", "data", ORIGINALS);
            }
            publishing.command("XREADGROUP", "GROUP", "pending", "one", "COUNT", "3", "STREAMS", STREAM, ">");
            Set<String> acknowledged = new HashSet<>(read(publishing, "others", 2));
            assertEquals(2, acknowledged.size());
            publishing.journal(1_000);
            publishing.command("XADD", STREAM, "*", "data", ORIGINALS);
            publishing.journal(1_000);
            publishing.audit();
            for (String group : List.of("others", "pending")) {
                Set<String> all = new HashSet<>(group.equals("others") ? acknowledged : Set.of());
                int size = -1;
                while (size < all.size()) {
                    size = all.size();
                    all.addAll(read(publishing, group, 500));
                }
                assertEquals(2_006, all.size(), group);
            }
        }
    }

    /** Reads entries that are new to a group, and acknowledges them. */
    private static Set<String> read(Publishing publishing, String group, int count) {
        Set<String> ids = new HashSet<>();
        Object reply = publishing.command(
                "XREADGROUP", "GROUP", group, "one", "COUNT", Integer.toString(count), "STREAMS", STREAM, ">");
        if (reply != null) {
            for (Object entry : (List<?>) ((List<?>) ((List<?>) reply).get(0)).get(1)) {
                ids.add(SafeEncoder.encode((byte[]) ((List<?>) entry).get(0)));
            }
        }
        ids.forEach(id -> publishing.command("XACK", STREAM, group, id));
        return ids;
    }

    /** The ticks below the other program's entry are more than the stream may hold. */
    @Test
    void waitsForTheReceiverWhenTheMissingTicksDoNotFit() throws IOException {
        int max = 1_000;
        try (RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, max)) {
            publishing.createGroup();
            publishing.journal(3 * max);
            Await.until("it waits", () -> publishing.publisher().unstoredTicks() >= max);
            publishing.command("XADD", STREAM, "*", "data", ORIGINALS);
            publishing.journal(max);
            int[] read = {0};
            Await.until("all is read", () -> {
                read[0] += publishing.readAndAcknowledge(300);
                assertTrue(publishing.length() <= max + 200, "bounded: " + publishing.length());
                return read[0] >= 4 * max + 1;
            });
            publishing.audit();
        }
    }

    @Test
    void doesNotTakeAReceiversGroupForAnotherProgram() throws IOException {
        try (CapturedLog log = new CapturedLog();
                RedisServer server = RedisServer.launch(0, null);
                Publishing publishing = open(server, 100_000)) {
            for (int i = 0; i < 20; i++) {
                publishing.command("XGROUP", "CREATE", STREAM, "group" + i, "0", "MKSTREAM");
                publishing.journal(100);
            }
            publishing.audit();
            assertEquals(0, count(log.text(), "WARN"), log.text());
        }
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    private Publishing open(RedisServer server, int maxStreamLength) throws IOException {
        return new Publishing(directory, TestSettings.redis(server, maxStreamLength));
    }
}
