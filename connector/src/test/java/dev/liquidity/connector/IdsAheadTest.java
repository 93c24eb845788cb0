package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.connector.wire.Packets;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class IdsAheadTest {
    private static final long TOKEN = 0x00bc6102L;
    private static final Instant NOW = Instant.parse("2026-11-26T05:00:00Z");
    private static final Instant IN_2028 = Instant.parse("2028-02-03T05:00:00.123Z");

    @TempDir
    Path directory;

    @Test
    void saysThatItsIdsAreAheadOfTheClockThatWasWrongOnce() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Recorder.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (RedisServer server = RedisServer.launch(0, null)) {
            record(server, NOW);
            record(server, IN_2028);
            assertEquals(List.of(), log.list);
            record(server, NOW);
            assertEquals(1, log.list.size());
            String line = log.list.get(0).getFormattedMessage();
            assertTrue(
                    line.startsWith("The IDs of journal and stream are ahead of the clock, at 2028-02-03T10:30:00"),
                    line);
            assertEquals(List.of(Notice.TELL), log.list.get(0).getMarkerList());
            record(server, IN_2028.plusSeconds(60));
            assertEquals(1, log.list.size());
        } finally {
            logger.detachAppender(log);
        }
    }

    private void record(RedisServer server, Instant now) throws Exception {
        Counters counters = new Counters();
        try (Recorder recorder =
                Recorder.open(settings(server), InstantSource.fixed(now), counters, new StopSignal())) {
            recorder.onFrame(1, EpochMicros.of(now), Packets.ltpFrame(3, TOKEN, 1));
            Await.until("published", () -> counters.line().contains("ticks=3") && recorder.isPublished());
        }
    }

    private Settings settings(RedisServer server) {
        return new Settings(
                null,
                TestSettings.redis(server, 1_000),
                new Settings.Connector(
                        1,
                        Mode.FULL,
                        LocalTime.of(8, 45),
                        LocalTime.of(15, 45),
                        50,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        directory.resolve("journal"),
                        2),
                CalendarFile.builtIn(),
                null,
                new Settings.Persistence(
                        "ticks.db", Duration.ofSeconds(5), Duration.ofDays(1), Duration.ZERO, false, null, 0, 0),
                null,
                null,
                null,
                null);
    }
}
