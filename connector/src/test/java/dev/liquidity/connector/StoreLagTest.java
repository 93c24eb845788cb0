package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.liquidity.common.watch.Watch.Concern;
import org.junit.jupiter.api.Test;

class StoreLagTest {
    private long seconds;
    private final StoreLag lag = new StoreLag(() -> seconds);

    private Concern lookAt(long behind, int times) {
        seconds = behind;
        Concern last = null;
        for (int i = 0; i < times; i++) {
            last = lag.look();
        }
        return last;
    }

    @Test
    void warnsOfAReceiverThatHasBeenBehindForMinutes() {
        assertNull(lookAt(StoreLag.MUCH_SECONDS, 100));
        assertNull(lookAt(300, StoreLag.LOOKS - 1));
        assertEquals(
                new Concern(
                        1,
                        "what arrived 5 min ago is not in SQLite yet: are Redis and the receiver running, is the"
                                + " disk fast?"),
                lag.look());
        assertEquals(2, lookAt(StoreLag.MUCH_SECONDS * 8, 1).severity());
        assertNull(lookAt(0, 1));
        assertNull(lookAt(300, StoreLag.LOOKS - 1), "it counts anew");
    }
}
