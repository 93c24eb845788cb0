package dev.liquidity.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Redis answers nothing, and its connections stay open. */
final class RedisFrozenIT {
    @RegisterExtension
    static final Rigs RIGS = new Rigs();

    @TempDir
    static Path directory;

    @Test
    void waitsForARedisThatDoesNotAnswer() throws Exception {
        RIGS.ordeal(Setup.in(directory).redis("appendonly yes", "appendfsync everysec", "requirepass secret"))
                .suffer(RedisFaults.frozen(Duration.ofSeconds(20)));
    }
}
