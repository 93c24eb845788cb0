package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Redis forgets all that it knew. */
final class RedisForgetsIT {

    @RegisterExtension
    static final Rigs RIGS = new Rigs();

    @TempDir
    static Path directory;

    private static Ordeal ordeal;

    @BeforeAll
    static void start() throws IOException {
        ordeal = RIGS.ordeal(Setup.in(directory));
    }

    @Test
    void losesNothingByFlushAll() throws Exception {
        for (int i = 0; i < 3; i++) {
            ordeal.suffer(RedisFaults.FLUSHALL);
        }
    }

    @Test
    void losesNothingWhenRedisComesBackEmpty() throws Exception {
        ordeal.suffer(RedisFaults.restartedEmpty(Duration.ZERO));
        ordeal.suffer(RedisFaults.restartedEmpty(Duration.ofSeconds(4)));
    }
}
