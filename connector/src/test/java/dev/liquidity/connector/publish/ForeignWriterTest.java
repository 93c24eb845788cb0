package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignWriterTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final ForeignWriter writer = new ForeignWriter("s");

    /** Milliseconds between two entries, and the entry that shows a living writer; 0 for none. */
    @ParameterizedTest
    @CsvSource({"20,151", "1000,4", "1500,4", "10000,4", "19000,4", "21000,0", "60000,0"})
    void isAliveWhenItGoesOn(long everyMillis, int aliveWith) {
        for (int entry = 1; entry <= 400; entry++) {
            writer.saw(entry, entry * everyMillis * MILLI);
            assertEquals(aliveWith > 0 && entry >= aliveWith, writer.isAlive(), "with entry " + entry);
            if (writer.isAlive()) {
                return;
            }
        }
        assertEquals(0, aliveWith);
    }

    @Test
    void takesABurstForOneEntry() {
        for (int entry = 1; entry <= 900; entry++) {
            writer.saw(entry, entry * MILLI);
        }
        assertFalse(writer.isAlive());
    }

    @Test
    void doesNotCountAnEntryThatIsSeenAgain() {
        writer.saw(7, 0);
        for (int second = 1; second <= 10; second++) {
            writer.saw(7, 1_000 * second * MILLI);
        }
        assertFalse(writer.isAlive());
        assertTrue(writer.isQuiet(2_000 * MILLI));
    }

    @Test
    void isQuietTwoSecondsAfterTheLastEntry() {
        assertTrue(writer.isQuiet(0));
        writer.saw(7, 500 * MILLI);
        assertFalse(writer.isQuiet(2_499 * MILLI));
        assertTrue(writer.isQuiet(2_500 * MILLI));
    }
}
