package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.TestSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GroupWatchTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(GroupWatch.class);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Counters counters = new Counters();
    private GroupWatch watch = watch(Settings.Keep.UNSTORED);

    @BeforeEach
    void listen() {
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(log);
    }

    @Test
    void namesTheGroupsThatAreThereInPlaceOfItsOwn() {
        for (int second = 0; second < 600; second++) {
            watch.saw(state(false, List.of("old", "ticks")), 0, second * SECOND);
            assertEquals(second < 10 ? 0 : 1, log.list.size(), "after " + second + " s");
        }
        assertEquals(
                "The stream s has no group tick_processors, but old, ticks: nothing counts as stored until both"
                        + " programs have the same redis.consumer_group",
                log.list.get(0).getFormattedMessage().replace(TestSettings.STREAM, "s"));
        assertEquals(List.of(Notice.TELL), log.list.get(0).getMarkerList());
        watch.saw(state(true, List.of("old")), 0, 600 * SECOND);
        watch.saw(state(false, List.of("old")), 0, 605 * SECOND);
        watch.saw(state(true, List.of("old")), 0, 606 * SECOND);
        watch.saw(state(false, List.of("old")), 0, 615 * SECOND);
        assertEquals(1, log.list.size(), "a receiver that starts creates its group");
        watch.saw(state(false, List.of("old")), 0, 616 * SECOND);
        assertEquals(2, log.list.size());
    }

    @Test
    void saysNothingOfAStreamWithoutGroupsOrWithItsOwn() {
        for (int second = 0; second < 60; second++) {
            watch.saw(state(second > 30, List.of()), 0, second * SECOND);
        }
        watch = watch(Settings.Keep.LENGTH);
        for (int second = 0; second < 60; second++) {
            watch.saw(state(false, List.of("another")), 0, second * SECOND);
        }
        assertEquals(List.of(), log.list);
    }

    @Test
    void addsUpWhatTheGroupLostOverAMinute() {
        watch = watch(Settings.Keep.LENGTH);
        for (int second = 0; second < 130; second++) {
            watch.saw(state(true, List.of()), 10, second * SECOND);
        }
        assertEquals(
                List.of("10 entries", "600 entries", "600 entries"),
                log.list.stream()
                        .map(event -> event.getFormattedMessage()
                                .substring(0, event.getFormattedMessage().indexOf(" of")))
                        .toList());
        assertEquals("trimmed_unstored=1300", counters.line().replaceAll(".*(trimmed_unstored=\\d+).*", "$1"));
    }

    @Test
    void saysOnceAMinuteThatThereIsNoRoomAndWhoElseReads() {
        watch.saw(state(true, List.of("ticks")), 0, 0);
        for (int second = 0; second < 61; second++) {
            watch.noRoom(1_000, second * SECOND);
        }
        assertEquals(2, log.list.size());
        assertEquals(
                "1000 entries of the stream are not stored: the journal grows until the group tick_processors has"
                        + " stored some (is a receiver running in that group, not in ticks?)",
                log.list.get(0).getFormattedMessage());
    }

    private GroupWatch watch(Settings.Keep keep) {
        return new GroupWatch(TestSettings.redis("localhost", 1, 1_000, keep), counters, 0);
    }

    private static StreamState state(boolean hasGroup, List<String> others) {
        return new StreamState(StreamId.ZERO, 0, 0, hasGroup, StreamState.UNKNOWN, others);
    }
}
