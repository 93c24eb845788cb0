package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.ticker.SocketReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The exchange's sockets fail; each silence becomes a row of {@code feed_gaps}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SocketIT {
    private static final long SEED = Seeds.ofBuild();
    private static final int STALL_SECONDS = 3;
    private static final ZoneId IST = ZoneId.of("Asia/Kolkata");

    private static final Duration REFUSED = Duration.ofMinutes(1);

    /** Every ten seconds a session that the API takes is tried again; the rest is for the machine. */
    private static final double SOON_SECONDS = 15;

    /** How much later, or earlier, than the fault a gap may begin and end on a machine under load. */
    private static final Duration LEEWAY = Duration.ofSeconds(20);

    @RegisterExtension
    static final Rigs RIGS = new Rigs();

    @TempDir
    static Path directory;

    private static Rig rig;
    private static Ordeal ordeal;
    private static Rig refusedRig;
    private static Meanwhile<Ordeal.Outcome> refused;

    /** A minute of refusals is waited for on a rig of its own, with the waits between attempts that a user has. */
    @BeforeAll
    static void start() throws IOException {
        refusedRig = RIGS.start(Setup.in(directory.resolve("refused")).rate(400).reconnectMaxDelay(60));
        Ordeal refusal = new Ordeal(refusedRig, FaultTable.ofBuild(), SEED);
        refused = Meanwhile.start(
                "refused", () -> assertGaps(refusedRig, refusal, SocketFaults.forbidden(REFUSED), 3, ""));
        rig = RIGS.start(Setup.in(directory.resolve("struck")).stallSeconds(STALL_SECONDS));
        ordeal = new Ordeal(rig, FaultTable.ofBuild(), SEED);
    }

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
    void logsInAgainWhenTheTokenIsDead() throws Exception {
        assertGaps(SocketFaults.TOKEN_DEAD, 3, "");
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

    /** The last, so that nothing waits for it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void connectsAgainByItselfSoonAfterAMinuteOfRefusals() throws Exception {
        Ordeal.Outcome outcome = refused.result();
        assertTrue(outcome.recoverySeconds() < SOON_SECONDS, () -> outcome.recoverySeconds() + " s");
        for (StoreView.Gap gap : refusedRig.store().gaps()) {
            Duration length = Duration.between(LocalDateTime.parse(gap.from()), LocalDateTime.parse(gap.to()));
            assertTrue(length.compareTo(REFUSED) > 0, gap::toString);
        }
        assertEquals(1, Logs.lines(refusedRig.connectorLog(), "logged in as").size(), "the API took the token");
    }

    /** Each gap is of another socket, lies around the fault, and says why and how many instruments it was. */
    private static void assertGaps(Fault fault, int sockets, String reason) throws Exception {
        assertGaps(rig, ordeal, fault, sockets, reason);
    }

    private static Ordeal.Outcome assertGaps(Rig rig, Ordeal ordeal, Fault fault, int sockets, String reason)
            throws Exception {
        int known = rig.store().gaps().size();
        LocalDateTime begin = LocalDateTime.now(IST);
        Ordeal.Outcome outcome = ordeal.suffer(fault);
        LocalDateTime end = LocalDateTime.now(IST);
        List<StoreView.Gap> gaps = rig.store().gaps();
        gaps = gaps.subList(known, gaps.size());
        System.out.println(gaps);
        assertEquals(sockets, gaps.size(), gaps::toString);
        assertEquals(
                sockets, gaps.stream().map(StoreView.Gap::socket).distinct().count(), gaps::toString);
        for (StoreView.Gap gap : gaps) {
            LocalDateTime from = LocalDateTime.parse(gap.from());
            LocalDateTime to = LocalDateTime.parse(gap.to());
            assertTrue(from.isBefore(to) && from.isAfter(begin.minus(LEEWAY)) && to.isBefore(end), gap::toString);
            assertTrue(!gap.reason().isBlank() && gap.reason().contains(reason), gap::toString);
            assertTrue(gap.instruments() > 100, gap::toString);
        }
        return outcome;
    }

    private static Set<Integer> openSockets() {
        return rig.exchange().sockets().stream()
                .filter(socket -> socket.end() == null)
                .map(SocketReport::id)
                .collect(Collectors.toSet());
    }
}
