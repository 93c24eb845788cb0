package dev.liquidity.connector.kite.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GapWatchTest {
    private static final Instant START = Instant.parse("2026-08-18T04:00:00Z");
    private static final String NO_TICKS = "heartbeats, but no ticks: the feed is silent, or the exchange has halted";
    private static final byte[] FRAME = {0, 0};

    private final ManualClock clock = new ManualClock(START.toString());
    private final List<String> taken = new ArrayList<>();
    private final List<FeedGap> gaps = new ArrayList<>();
    private boolean hasRoom = true;

    private final FrameSink sink = new FrameSink() {
        @Override
        public boolean onFrame(int socket, long arrivedAtMicros, byte[] bytes) {
            if (hasRoom) {
                taken.add("frame");
            }
            return hasRoom;
        }

        @Override
        public void onGap(FeedGap gap) {
            taken.add("gap");
            gaps.add(gap);
        }
    };

    private final GapWatch watch = new GapWatch(2, () -> 512, sink, clock, START.getEpochSecond() * 1_000_000, null);

    @Test
    void recordsNoGapWhileNothingIsAmiss() {
        frameAt(1);
        messageAt(100);
        frameAt(200);
        watch.onEnd();
        assertEquals(List.of("frame", "frame"), taken);
    }

    @Test
    void recordsAnInterruptionFromTheLastMessageToTheNextBeforeThatOne() {
        frameAt(1);
        messageAt(3);
        watch.onInterruption("cut");
        watch.onInterruption("refused");
        frameAt(9);
        frameAt(10);
        assertEquals(List.of("frame", "gap", "frame", "frame"), taken);
        assertEquals(List.of(gap(3, 9, "cut")), gaps);
    }

    @Test
    void endsAnInterruptionWithAHeartbeat() {
        frameAt(1);
        watch.onInterruption("cut");
        messageAt(5);
        frameAt(9);
        assertEquals(List.of(gap(1, 5, "cut")), gaps);
    }

    @Test
    void recordsMissingFramesFromTheLastToTheNextWhateverElseComes() {
        frameAt(1);
        messageAt(2);
        watch.onMissingFrames();
        messageAt(70);
        watch.onInterruption("cut for that");
        messageAt(71);
        assertEquals(List.of("frame"), taken);
        frameAt(72);
        watch.onInterruption("cut");
        messageAt(80);
        assertEquals(List.of(gap(1, 72, NO_TICKS), gap(72, 80, "cut")), gaps);
    }

    @Test
    void recordsFramesThatNeverCameAfterAnInterruptionFromItsEnd() {
        frameAt(1);
        watch.onInterruption("cut");
        messageAt(5);
        messageAt(6);
        watch.onMissingFrames();
        frameAt(70);
        assertEquals(List.of(gap(1, 5, "cut"), gap(5, 70, NO_TICKS)), gaps);
    }

    @Test
    void goesOnWithAnInterruptionThatBeganBeforeFramesWereMissed() {
        frameAt(1);
        messageAt(3);
        watch.onInterruption("cut");
        watch.onMissingFrames();
        messageAt(9);
        assertEquals(List.of(gap(3, 9, "cut")), gaps);
    }

    @Test
    void tellsPeopleOfAGapOfAMinute() {
        try (CapturedLog log = new CapturedLog()) {
            frameAt(1);
            watch.onInterruption("cut");
            frameAt(60);
            assertEquals(List.of(), log.told());
            watch.onInterruption("cut");
            frameAt(120);
            assertEquals(1, log.told().size());
            assertTrue(log.told().get(0).startsWith("No ticks on socket 2 from"), log.told()::toString);
        }
    }

    @Test
    void recordsDroppedFramesOnceWithTheirNumberAndTheSocketsInstruments() {
        frameAt(1);
        hasRoom = false;
        frameAt(2);
        frameAt(4);
        hasRoom = true;
        frameAt(9);
        frameAt(10);
        assertEquals(List.of("frame", "frame", "gap", "frame"), taken);
        assertEquals(List.of(gap(1, 4, "2 frames dropped: the journal's disk did not keep up")), gaps);
    }

    @Test
    void keepsDropsOpenOverAHeartbeat() {
        frameAt(1);
        hasRoom = false;
        frameAt(2);
        messageAt(3);
        frameAt(4);
        assertEquals(List.of(), gaps);
        watch.onEnd();
        assertEquals(List.of(gap(1, 4, "2 frames dropped: the journal's disk did not keep up")), gaps);
    }

    @Test
    void recordsDropsAndAnInterruptionEachByItself() {
        frameAt(1);
        hasRoom = false;
        frameAt(2);
        watch.onInterruption("cut");
        hasRoom = true;
        frameAt(7);
        assertEquals(
                List.of(gap(2, 7, "cut"), gap(1, 2, "1 frames dropped: the journal's disk did not keep up")), gaps);
    }

    @Test
    void recordsWhatIsOpenAtTheEnd() {
        frameAt(1);
        watch.onInterruption("cut");
        clock.set(START.plusSeconds(30).toString());
        watch.onEnd();
        assertEquals(List.of(gap(1, 30, "cut")), gaps);
    }

    @Test
    void recordsWhyNothingCameBeforeTheFirstMessage() {
        GapWatch late = new GapWatch(2, () -> 512, sink, clock, START.getEpochSecond() * 1_000_000, "was not running");
        clock.set(START.plusSeconds(60).toString());
        late.onFrame(FRAME);
        assertEquals(List.of(gap(0, 60, "was not running")), gaps);
    }

    @Test
    void recordsNoGapThatEndsBeforeItBegan() {
        frameAt(10);
        watch.onInterruption("cut");
        frameAt(4);
        assertEquals(List.of(gap(10, 10, "cut")), gaps);
    }

    @Test
    void tellsPeopleOfAnInterruptionOfAMinute() {
        try (CapturedLog log = new CapturedLog()) {
            frameAt(1);
            watch.onInterruption("cut");
            frameAt(60);
            assertFalse(log.text().contains("[TELL]"), log.text());
            watch.onInterruption("cut");
            frameAt(120);
            assertTrue(log.text().contains("to 2026-08-18T09:32:00.000000: cut [TELL]"), log.text());
        }
    }

    @Test
    void logsAnInterruptionButLeavesDropsToTheQueueWhichCountsThem() {
        try (CapturedLog log = new CapturedLog()) {
            frameAt(1);
            watch.onInterruption("cut");
            frameAt(3);
            assertTrue(log.text().contains("No ticks on socket 2 from 2026-08-18T09:30:01.000000 to"), log.text());
            hasRoom = false;
            frameAt(4);
            hasRoom = true;
            frameAt(5);
            assertFalse(log.text().contains("dropped"), log.text());
        }
        assertEquals(2, gaps.size());
    }

    private void frameAt(long second) {
        clock.set(START.plusSeconds(second).toString());
        watch.onFrame(FRAME);
    }

    private void messageAt(long second) {
        clock.set(START.plusSeconds(second).toString());
        watch.onMessage();
    }

    private static FeedGap gap(long from, long to, String reason) {
        return new FeedGap(2, START.plus(Duration.ofSeconds(from)), START.plus(Duration.ofSeconds(to)), reason, 512);
    }
}
