package dev.liquidity.pipeline;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis loses all its data. */
final class RedisForgetsIT {
    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.usual();

    @Test
    void losesNothingByFlushAll() throws Exception {
        for (int i = 0; i < 3; i++) {
            ORDEAL.suffer(RedisFaults.FLUSHALL);
        }
    }

    @Test
    void losesNothingWhenRedisComesBackEmpty() throws Exception {
        ORDEAL.suffer(RedisFaults.restartedEmpty(Duration.ZERO));
        ORDEAL.suffer(RedisFaults.restartedEmpty(Duration.ofSeconds(4)));
    }
}
