package dev.liquidity.pipeline;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The receiver dies again and again. */
final class ReceiverKilledIT {
    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.usual();

    @Test
    void storesEveryTickOnceThoughItIsKilledTwentyTimes() throws Exception {
        ORDEAL.suffer(ReceiverFaults.killed(20));
    }
}
