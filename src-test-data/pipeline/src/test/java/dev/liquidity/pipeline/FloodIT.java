package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The exchange sends as fast as the sockets take it, much faster than any market and than the machine can store it. */
@Isolated("it takes the whole machine")
final class FloodIT {
    /** Several times what the queue before the journal holds: 16 MiB, 200 bytes a tick. */
    private static final int TICKS = 400_000;

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.usual();

    @Test
    void losesNothingAndDropsNoFrame() throws Exception {
        ORDEAL.suffer(Fault.harmless("socket: " + TICKS + " ticks at full speed", (rig, random) -> {
            long begin = System.nanoTime();
            ReceiverFaults.send(rig, TICKS);
            System.out.printf("%,d ticks sent in %.1f s%n", TICKS, (System.nanoTime() - begin) / 1e9);
        }));
        assertEquals(List.of(), ORDEAL.rig().store().gaps());
    }
}
