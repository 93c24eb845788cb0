package dev.liquidity.pipeline;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis answers nothing, and its connections stay open. */
final class RedisFrozenIT {
    @RegisterExtension
    static final Ordeal ORDEAL =
            Ordeal.of(setup -> setup.redis("appendonly yes", "appendfsync everysec", "requirepass secret"));

    @Test
    void waitsForARedisThatDoesNotAnswer() throws Exception {
        ORDEAL.suffer(RedisFaults.frozen(Duration.ofSeconds(20)));
    }
}
