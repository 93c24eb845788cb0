package dev.liquidity.receiver.consume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadSizeTest {
    private final ReadSize size = new ReadSize();

    @Test
    void growsWithTheLoadUpToItsBound() {
        List<Integer> counts = new ArrayList<>();
        while (size.count() < ReadSize.MOST) {
            counts.add(size.count());
            size.adapt(size.count(), size.count() * 1000L);
        }
        assertEquals(List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512), counts);
        size.adapt(ReadSize.MOST, ReadSize.MOST * 1000L);
        assertEquals(ReadSize.MOST, size.count());
    }

    @Test
    void staysAtTheUsualWhenLittleComes() {
        for (int i = 0; i < 10; i++) {
            size.adapt(1, 1000);
        }
        assertEquals(ReadSize.USUAL, size.count());
    }

    @Test
    void shrinksAtOnceWhenEntriesAreLarge() {
        size.adapt(500, 500_000);
        size.adapt(64, 64 * 1_000_000L);
        assertEquals(2, size.count());
        size.adapt(2, 200_000_000);
        assertEquals(1, size.count());
    }

    @Test
    void growsSlowlyBehindALargeEntry() {
        size.adapt(1, 10_000_000);
        size.adapt(1, 100);
        assertEquals(2, size.count());
        size.adapt(1, 100);
        assertEquals(4, size.count());
    }

    @Test
    void startsWithOneAgainAfterAFailure() {
        assertEquals(1, size.count());
        size.adapt(500, 500_000);
        assertEquals(1000, size.count());
        size.reset();
        assertEquals(1, size.count());
    }
}
