package dev.liquidity.pipeline;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The receiver dies again and again. */
final class ReceiverKilledIT {
    private static final long SEED = Seeds.ofBuild();

    @RegisterExtension
    static final Pipelines PIPELINES = new Pipelines();

    @TempDir
    static Path directory;

    @Test
    void storesEveryTickOnceThoughItIsKilledTwentyTimes() throws Exception {
        PIPELINES.ordeal(Setup.in(directory), SEED).suffer(ReceiverFaults.killed(20));
    }
}
