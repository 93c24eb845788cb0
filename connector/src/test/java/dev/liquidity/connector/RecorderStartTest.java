package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.wire.Packets;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.Ports;
import dev.liquidity.sandbox.support.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** How a recorder starts: with and without Redis, for the first time and again. */
@Timeout(90)
class RecorderStartTest {
    private static final int TICKS = 10;
    private static final List<Instrument> INSTRUMENTS = List.of(Packets.instrument(12_345 * 256 + 2));

    @TempDir
    Path directory;

    private final StopSignal stop = new StopSignal();
    private int port = Ports.free();
    private List<String> nodes = List.of();
    private Counters counters;
    private Instant now = Instant.parse("2026-11-25T05:00:00Z");

    @Test
    void endsWithoutRedisAtAFirstStart() {
        UserException fault = assertThrows(UserException.class, this::open);

        assertEquals(ExitCode.REDIS, fault.exitCode());
        assertTrue(fault.getMessage().contains("can't be reached"), fault.getMessage());
    }

    /** At a first start, and if an earlier run has recorded to a server of the right mode. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsAtAServerInClusterModeAndAtOneThatShouldBe(boolean isFirst) throws Exception {
        port = Ports.freeWithBus();
        if (!isFirst) {
            try (RedisServer redis = RedisServer.launch(port, directory.resolve("before"));
                    Recorder recorder = open()) {
                record(recorder);
                Await.until("published", recorder::isPublished);
            }
        }
        try (RedisServer redis = RedisServer.launch(port, directory.resolve("redis"), "cluster-enabled yes")) {
            assertRefused("set redis.cluster to true, and redis.nodes");
        }
        try (RedisServer redis = RedisServer.launch(port, directory.resolve("other"))) {
            nodes = List.of("127.0.0.1:" + port);
            assertRefused("is not in cluster mode: set redis.cluster to false, and redis.host and redis.port");
        }
    }

    private void assertRefused(String advice) {
        UserException fault = assertThrows(UserException.class, this::open);
        assertEquals(ExitCode.REDIS, fault.exitCode());
        assertTrue(fault.getMessage().endsWith(advice), fault.getMessage());
        assertEquals(1, fault.getMessage().lines().count());
    }

    @Test
    void recordsWithoutRedisAndPublishesOnceItIsThere() throws Exception {
        try (RedisServer redis = RedisServer.launch(port, directory.resolve("redis"));
                Recorder recorder = open()) {
            assertTrue(recorder.isFirstStart());
            record(recorder);
            Await.until("published", recorder::isPublished);
        }
        now = now.plus(Duration.ofDays(5));

        try (CapturedLog log = new CapturedLog();
                Recorder recorder = open()) {
            assertFalse(recorder.isFirstStart());
            assertTrue(
                    log.text().contains("ERROR Redis at 127.0.0.1:" + port + " can't be reached")
                            && log.text().contains("ticks are recorded in the journal, and published once it is there"),
                    log::text);
            record(recorder);
            Await.until("journaled", () -> recorder.figures().ticks() == TICKS);
            Await.until("it knows that nothing of it is published", () -> !recorder.isPublished());
            counters.line();
            now = now.plus(Duration.ofSeconds(30));
            assertTrue(counters.line().contains("stream_behind=30s"), counters::line);
            try (RedisServer redis = RedisServer.launch(port, directory.resolve("later"));
                    Jedis jedis = new Jedis("127.0.0.1", port)) {
                Await.until("all of both runs are published", () -> jedis.xlen(TestSettings.STREAM) == 2 * TICKS);
                Await.until("published", recorder::isPublished);
            }
        }
    }

    /** Another program's entry, or one of a time when the clock was ahead and the journal is gone. */
    @Test
    void publishesAllWhenTheStreamOfTheLateRedisIsAheadOfTheClock() throws Exception {
        try (RedisServer redis = RedisServer.launch(port, directory.resolve("redis"));
                Recorder recorder = open()) {
            record(recorder);
            Await.until("published", recorder::isPublished);
        }
        now = now.plus(Duration.ofDays(1));
        try (Recorder recorder = open()) {
            record(recorder);
            Await.until("journaled", () -> recorder.figures().ticks() == TICKS);
            String ahead = now.plus(Duration.ofDays(2)).toEpochMilli() + "-0";
            try (RedisServer redis = RedisServer.launch(port, directory.resolve("third"));
                    Jedis jedis = new Jedis("127.0.0.1", port)) {
                jedis.xadd(
                        TestSettings.STREAM,
                        Map.of("data", "{}"),
                        XAddParams.xAddParams().id(new StreamEntryID(ahead)));
                Await.until("all are published", () -> jedis.xlen(TestSettings.STREAM) >= 2 * TICKS + 1);
                record(recorder);
                Await.until("later ones, too", () -> jedis.xlen(TestSettings.STREAM) >= 3 * TICKS + 1);
            }
        }
    }

    @Test
    void takesUpTodaysInstrumentsAfterARestart() throws Exception {
        try (RedisServer redis = RedisServer.launch(port, directory.resolve("redis"))) {
            try (Recorder recorder = open()) {
                assertEquals(List.of(), recorder.takenToday());
                record(recorder);
            }
            now = now.plus(Duration.ofHours(2));
            try (Recorder recorder = open()) {
                assertEquals(INSTRUMENTS, recorder.takenToday());
                now = now.plus(Duration.ofDays(1));
                assertEquals(List.of(), recorder.takenToday());
            }
            try (Recorder recorder = open()) {
                assertEquals(List.of(), recorder.takenToday());
                assertFalse(recorder.isFirstStart());
            }
        }
    }

    private void record(Recorder recorder) {
        recorder.begin(INSTRUMENTS);
        recorder.onFrame(
                1,
                EpochMicros.of(now),
                Packets.ltpFrame(TICKS, INSTRUMENTS.get(0).token(), 100));
    }

    private Recorder open() throws Exception {
        Settings settings = new Settings(
                null,
                new Settings.Redis(
                        "127.0.0.1",
                        port,
                        0,
                        null,
                        null,
                        false,
                        TestSettings.STREAM,
                        TestSettings.GROUP,
                        "receiver_1",
                        100_000,
                        Settings.Keep.UNSTORED,
                        null,
                        nodes),
                new Settings.Connector(
                        3,
                        Mode.FULL,
                        LocalTime.of(8, 45),
                        LocalTime.of(15, 45),
                        50,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        directory.resolve("journal"),
                        2),
                CalendarFile.builtIn(),
                new Settings.Instruments("NFO", 1, 0, null, Set.of("CE"), true, "NSE", Duration.ofHours(1)),
                new Settings.Persistence(
                        "ticks.db",
                        Duration.ofSeconds(5),
                        Duration.ofDays(1),
                        Duration.ofMinutes(15),
                        false,
                        directory,
                        0,
                        0),
                null,
                null,
                null,
                null);
        counters = new Counters();
        return Recorder.open(settings, () -> now, counters, stop);
    }
}
