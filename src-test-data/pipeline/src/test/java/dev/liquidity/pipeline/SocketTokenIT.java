package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The access token dies in mid-session. */
final class SocketTokenIT {
    /** A code of the second factor is good for one login. */
    private static final Duration CODE_LIFE = Duration.ofSeconds(30);

    private static final double SOON_SECONDS = 20;

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.usual();

    @Test
    void logsInOnceAndIsBackSoonWhenTheTokenIsDead() throws Exception {
        Await.elapsed(CODE_LIFE);
        Ordeal.Outcome outcome = SocketGaps.assertCausedBy(SocketFaults.TOKEN_DEAD, ORDEAL, 3, "");
        assertTrue(outcome.recoverySeconds() < SOON_SECONDS, () -> outcome.recoverySeconds() + " s");
        assertEquals(2, Logs.lines(ORDEAL.rig().connectorLog(), "logged in as").size(), "the start's and one more");
    }
}
