package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdRingTest {
    @Test
    void keepsTheIdsAboveAMarkHoweverItGrowsAndShrinks() {
        Random random = new Random(3);
        IdRing ring = new IdRing();
        Deque<Long> expected = new ArrayDeque<>();
        long id = 0;
        for (int round = 0; round < 200; round++) {
            for (int i = random.nextInt(3_000); i > 0; i--) {
                id += 1 + random.nextInt(5);
                ring.add(id);
                expected.addLast(id);
            }
            long mark = id - random.nextInt(20_000);
            ring.removeUpTo(mark);
            expected.removeIf(known -> known <= mark);
            assertEquals(expected.size(), ring.size());
            assertEquals(expected.isEmpty() ? -1 : expected.peekFirst(), ring.first());
            assertEquals(ring.first(), ring.visibleFirst());
        }
        ring.clear();
        assertEquals(-1, ring.first());
        assertEquals(-1, ring.visibleFirst());
        assertEquals(0, ring.size());
    }
}
