package dev.liquidity.pipeline;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The access token dies in mid-session; the next login follows a minute after the first, no sooner. */
final class SocketTokenIT {
    @RegisterExtension
    static final Rigs RIGS = new Rigs();

    @TempDir
    static Path directory;

    @Test
    void logsInAgainWhenTheTokenIsDead() throws Exception {
        SocketGaps.assertCausedBy(SocketFaults.TOKEN_DEAD, RIGS.ordeal(Setup.in(directory)), 3, "");
    }
}
