package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Another process holds the database's lock. */
final class StoreLockedIT {
    private static final Duration LOCKED = Duration.ofSeconds(30);
    private static final String RETRYING = "does not take a dump";

    @RegisterExtension
    static final Rigs RIGS = new Rigs();

    @TempDir
    static Path directory;

    @Test
    void waitsForADatabaseThatAnotherProcessHasLocked() throws Exception {
        Ordeal ordeal = RIGS.ordeal(Setup.in(directory).rate(400));
        ordeal.suffer(StoreFaults.locked(LOCKED));
        assertFalse(Logs.lines(ordeal.rig().receiverLog(), RETRYING).isEmpty());
    }
}
