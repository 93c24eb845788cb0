package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another process holds the database's lock. */
final class StoreLockedIT {
    private static final Duration LOCKED = Duration.ofSeconds(30);
    private static final String RETRYING = "The database does not take";

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.rate(400));

    @Test
    void waitsForADatabaseThatAnotherProcessHasLocked() throws Exception {
        ORDEAL.suffer(StoreFaults.locked(LOCKED));
        assertFalse(Logs.lines(ORDEAL.rig().receiverLog(), RETRYING).isEmpty());
    }
}
