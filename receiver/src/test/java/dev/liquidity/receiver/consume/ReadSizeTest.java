package dev.liquidity.receiver.consume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReadSizeTest {
    private final ReadSize size = new ReadSize();

    @Test
    void growsWithTheLoadUpToItsBound() {
        int reads = 0;
        while (size.count() < ReadSize.MOST) {
            size.read(size.count(), size.count() * 1000L);
            assertTrue(++reads < 10);
        }
        size.read(ReadSize.MOST, ReadSize.MOST * 1000L);
        assertEquals(ReadSize.MOST, size.count());
    }

    @Test
    void shrinksAtOnceWhenEntriesAreLarge() {
        size.read(ReadSize.START, ReadSize.START * 1_000_000L);
        assertEquals(2, size.count());
        size.read(2, 200_000_000);
        assertEquals(1, size.count());
    }

    @Test
    void startsLowAgainAfterAFailure() {
        size.read(500, 500_000);
        assertEquals(1000, size.count());
        size.reset();
        assertEquals(ReadSize.START, size.count());
    }
}
