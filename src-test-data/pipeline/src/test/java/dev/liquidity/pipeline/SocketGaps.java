package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/** The rows of {@code feed_gaps} that a fault of the sockets leaves. */
final class SocketGaps {
    private static final ZoneId IST = ZoneId.of("Asia/Kolkata");

    /** How much earlier than the fault a gap may begin, on a machine under load. */
    private static final Duration LEEWAY = Duration.ofSeconds(20);

    private SocketGaps() {}

    /** Asserts one gap for each of several sockets, around the fault, with a reason and a number of instruments. */
    static Ordeal.Outcome assertCausedBy(Fault fault, Ordeal ordeal, int sockets, String reason) throws Exception {
        StoreView store = ordeal.rig().store();
        int known = store.gaps().size();
        LocalDateTime begin = LocalDateTime.now(IST);
        Ordeal.Outcome outcome = ordeal.suffer(fault);
        LocalDateTime end = LocalDateTime.now(IST);
        List<StoreView.Gap> gaps = store.gaps();
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
}
