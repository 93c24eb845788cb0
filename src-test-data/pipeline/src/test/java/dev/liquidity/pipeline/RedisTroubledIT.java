package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Redis keeps what it has, and yet can't be used, or went back a little. */
final class RedisTroubledIT {

    @RegisterExtension
    static final Rigs RIGS = new Rigs();

    @TempDir
    static Path directory;

    private static Ordeal ordeal;

    @BeforeAll
    static void start() throws IOException {
        ordeal = RIGS.ordeal(Setup.in(directory).redis("appendonly yes", "appendfsync everysec", "requirepass secret"));
    }

    @Test
    void goesOnWithARedisThatWasRestarted() throws Exception {
        ordeal.suffer(RedisFaults.restartedWithItsFile(Duration.ofSeconds(2)));
    }

    @Test
    void addsAgainWhatARedisThatWentBackHasLost() throws Exception {
        ordeal.suffer(RedisFaults.wentBack(64 << 10));
        ordeal.suffer(RedisFaults.wentBack(2 << 20));
    }

    @Test
    void connectsAgainWhenItsConnectionsAreKilled() throws Exception {
        ordeal.suffer(RedisFaults.clientsKilled(8));
    }

    @Test
    void waitsForMemory() throws Exception {
        ordeal.suffer(RedisFaults.outOfMemory(Duration.ofSeconds(6)));
    }

    @Test
    void waitsForARedisThatTakesNoWrites() throws Exception {
        ordeal.suffer(RedisFaults.readOnly(Duration.ofSeconds(5)));
    }

    @Test
    void waitsForThePasswordToBeRightAgain() throws Exception {
        ordeal.suffer(RedisFaults.passwordChanged(Duration.ofSeconds(4)));
    }
}
