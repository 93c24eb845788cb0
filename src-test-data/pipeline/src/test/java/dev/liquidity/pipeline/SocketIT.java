package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.sandbox.ticker.SocketReport;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The exchange's sockets fail; each silence becomes a row of {@code feed_gaps}. */
final class SocketIT {
    private static final int STALL_SECONDS = 3;

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.stallSeconds(STALL_SECONDS));

    @Test
    void connectsAgainAfterACutAndRecordsTheGap() throws Exception {
        assertGaps(SocketFaults.CUT, 1, "");
    }

    @Test
    void connectsAgainWhenAllSocketsAreCutAtOnce() throws Exception {
        assertGaps(SocketFaults.ALL_CUT, 3, "");
    }

    @Test
    void readsAllThatWasSentBeforeTheServerSaysGoodbye() throws Exception {
        assertGaps(SocketFaults.CLOSED, 1, "1001");
    }

    @Test
    void throwsHalfAFrameAway() throws Exception {
        assertGaps(SocketFaults.HALF_FRAME, 1, "");
    }

    @Test
    void leavesAnOpenSocketThatHasGoneSilent() throws Exception {
        assertGaps(SocketFaults.silent(Duration.ofSeconds(STALL_SECONDS + 3)), 1, "no message for 3 s");
    }

    @Test
    void staysConnectedWhileTheMarketIsQuiet() throws Exception {
        Set<Integer> before = openSockets();
        assertGaps(SocketFaults.quiet(Duration.ofSeconds(STALL_SECONDS + 3)), 0, "");
        assertEquals(before, openSockets());
    }

    @Test
    void readsOnBehindFramesThatCanNotBeRead() throws Exception {
        Set<Integer> before = openSockets();
        assertGaps(SocketFaults.GARBAGE, 0, "");
        assertEquals(before, openSockets());
    }

    private static void assertGaps(Fault fault, int sockets, String reason) throws Exception {
        SocketGaps.assertCausedBy(fault, ORDEAL, sockets, reason);
    }

    private static Set<Integer> openSockets() {
        return ORDEAL.rig().exchange().sockets().stream()
                .filter(socket -> socket.end() == null)
                .map(SocketReport::id)
                .collect(Collectors.toSet());
    }
}
