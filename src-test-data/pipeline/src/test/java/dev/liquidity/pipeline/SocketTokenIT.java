package dev.liquidity.pipeline;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The access token dies in mid-session; the next login follows a minute after the first, no sooner. */
final class SocketTokenIT {
    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.usual();

    @Test
    void logsInAgainWhenTheTokenIsDead() throws Exception {
        SocketGaps.assertCausedBy(SocketFaults.TOKEN_DEAD, ORDEAL, 3, "");
    }
}
