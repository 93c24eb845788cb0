package dev.liquidity.pipeline;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The receiver dies again and again. */
final class ReceiverKilledIT {
    @RegisterExtension
    static final Rigs RIGS = new Rigs();

    @TempDir
    static Path directory;

    @Test
    void storesEveryTickOnceThoughItIsKilledTwentyTimes() throws Exception {
        RIGS.ordeal(Setup.in(directory)).suffer(ReceiverFaults.killed(20));
    }
}
