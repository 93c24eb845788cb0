package dev.liquidity.connector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.StreamId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TickIdsTest {
    private static final long NOON = 1_782_190_800_000_000L;
    private static final int FREE = TickIds.FOREIGN;

    @Test
    void leavesSequencesBelowEachFrameToOtherPrograms() {
        TickIds ids = new TickIds(0);
        assertEquals(new StreamId(1_782_190_800_000L, FREE), given(ids, NOON, 3));
        assertEquals(new StreamId(1_782_190_800_000L, 2 * FREE + 3), given(ids, NOON + 999, 2));
        assertEquals(new StreamId(1_782_190_800_001L, FREE), given(ids, NOON + 1_000, 1));
    }

    @Test
    void continuesInTheLastMillisecondWhenTheClockStepsBack() {
        TickIds ids = new TickIds(0);
        given(ids, NOON, 5);
        assertEquals(new StreamId(1_782_190_800_000L, 2 * FREE + 5), given(ids, NOON - 3_600_000_000L, 2));
        assertEquals(new StreamId(1_782_190_800_000L, 3 * FREE + 7), given(ids, 0, 1));
        assertEquals(new StreamId(1_782_190_800_000L, 4 * FREE + 8), given(ids, NOON, 1));
    }

    @Test
    void takesTheNextMillisecondsSequencesWhenOneIsFull() {
        TickIds ids = new TickIds(0);
        long before = 0;
        // 40 of the longest frames have more than 2^21 ticks, all of one millisecond.
        for (int i = 0; i < 40; i++) {
            long first = ids.assign(NOON, 65_535);
            assertTrue(first > before, "the IDs of frame " + i + " ascend");
            assertEquals(
                    StreamId.unpack(first).millis(),
                    StreamId.unpack(first + 65_534).millis(),
                    "a frame's IDs are of one millisecond");
            before = first + 65_534;
        }
        assertEquals(1_782_190_800_001L, StreamId.unpack(before).millis());
    }

    @Test
    void assignsNoIdToAFrameWithoutTicks() {
        TickIds ids = new TickIds(0);
        given(ids, NOON, 2);
        given(ids, NOON, 0);
        assertEquals(new StreamId(1_782_190_800_000L, 2 * FREE + 2), given(ids, NOON, 1));
    }

    @Test
    void isAboveWhatExistsElsewhere() {
        TickIds ids = new TickIds(0);
        ids.raiseTo(new StreamId(1_782_190_900_000L, 7).pack());
        assertEquals(new StreamId(1_782_190_900_000L, FREE + 8), given(ids, NOON, 1));
        ids.raiseTo(5);
        assertEquals(new StreamId(1_782_190_900_000L, 2 * FREE + 9), given(ids, NOON, 1));
    }

    @Test
    void ascendsWhateverTheClockDoes() {
        Random random = new Random(3);
        TickIds ids = new TickIds(0);
        long clock = NOON;
        long last = 0;
        for (int i = 0; i < 200_000; i++) {
            clock = switch (random.nextInt(100)) {
                case 0 -> NOON + random.nextInt(1_000_000_000) * 1_000L;
                case 1 -> Math.max(0, clock - random.nextInt(2_000_000_000));
                case 2 -> random.nextInt(1_000_000);
                // About eighty years ahead, which can still be packed.
                case 3 -> random.nextInt(5_000) == 0 ? 4_390_000_000_000_000L : clock;
                default -> clock + random.nextInt(2_000);
            };
            int count = random.nextInt(50);
            long first = ids.assign(clock, count);
            if (count > 0) {
                assertTrue(first > last, "step " + i);
                last = first + count - 1;
                assertTrue(StreamId.unpack(last).isPackable());
                assertEquals(last, ids.last());
            }
        }
    }

    private static StreamId given(TickIds ids, long micros, int count) {
        return StreamId.unpack(ids.assign(micros, count));
    }
}
