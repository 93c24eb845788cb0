package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every handshake is refused for a minute, with the waits between attempts that a user has. */
@Order(1)
final class SocketRefusedIT {
    private static final Duration REFUSED = Duration.ofMinutes(1);

    /** A session that the API takes is tried again every ten seconds; the rest is for the machine. */
    private static final double SOON_SECONDS = 15;

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.rate(400).reconnectMaxDelay(60));

    @Test
    void connectsAgainByItselfSoonAfterAMinuteOfRefusals() throws Exception {
        Ordeal.Outcome outcome = SocketGaps.assertCausedBy(SocketFaults.forbidden(REFUSED), ORDEAL, 3, "");
        assertTrue(outcome.recoverySeconds() < SOON_SECONDS, () -> outcome.recoverySeconds() + " s");
        for (StoreView.Gap gap : ORDEAL.rig().store().gaps()) {
            Duration length = Duration.between(LocalDateTime.parse(gap.from()), LocalDateTime.parse(gap.to()));
            assertTrue(length.compareTo(REFUSED) > 0, gap::toString);
        }
        assertEquals(1, Logs.lines(ORDEAL.rig().connectorLog(), "logged in as").size(), "the API took the token");
    }
}
