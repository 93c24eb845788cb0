package dev.liquidity.pipeline;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis keeps its data but can't be used, or has lost its last writes. */
@Order(1)
final class RedisTroubledIT {
    @RegisterExtension
    static final Ordeal ORDEAL =
            Ordeal.of(setup -> setup.redis("appendonly yes", "appendfsync everysec", "requirepass secret"));

    @Test
    void goesOnWithARedisThatWasRestarted() throws Exception {
        ORDEAL.suffer(RedisFaults.restartedWithItsFile(Duration.ofSeconds(2)));
    }

    @Test
    void addsAgainWhatARedisThatWentBackHasLost() throws Exception {
        ORDEAL.suffer(RedisFaults.wentBack(64 << 10));
        ORDEAL.suffer(RedisFaults.wentBack(2 << 20));
    }

    @Test
    void connectsAgainWhenItsConnectionsAreKilled() throws Exception {
        ORDEAL.suffer(RedisFaults.clientsKilled(8));
    }

    @Test
    void waitsForMemory() throws Exception {
        ORDEAL.suffer(RedisFaults.outOfMemory(Duration.ofSeconds(6)));
    }

    @Test
    void waitsForARedisThatTakesNoWrites() throws Exception {
        ORDEAL.suffer(RedisFaults.readOnly(Duration.ofSeconds(5)));
    }

    @Test
    void waitsForThePasswordToBeRightAgain() throws Exception {
        ORDEAL.suffer(RedisFaults.passwordChanged(Duration.ofSeconds(4)));
    }
}
