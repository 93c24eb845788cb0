package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnstoredTest {
    @Test
    void countsWhatIsNotStoredHoweverItGrowsAndShrinks() {
        Random random = new Random(3);
        Unstored unstored = new Unstored();
        Deque<Long> expected = new ArrayDeque<>();
        long id = 0;
        for (int round = 0; round < 200; round++) {
            for (int i = random.nextInt(3_000); i > 0; i--) {
                id += 1 + random.nextInt(5);
                unstored.add(id);
                expected.addLast(id);
            }
            long mark = id - random.nextInt(20_000);
            unstored.storedUpTo(mark);
            expected.removeIf(known -> known <= mark);
            assertEquals(expected.size(), unstored.ticks());
            assertEquals(expected.isEmpty() ? -1 : expected.peekFirst(), unstored.firstId());
        }
        unstored.clear();
        assertEquals(-1, unstored.firstId());
        assertEquals(0, unstored.ticks());
    }
}
