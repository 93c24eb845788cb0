package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The connector dies. */
@Order(1)
final class ConnectorKilledIT {
    private static final int KILLS = 10;
    private static final int SOCKETS = 3;

    /** A fifth of a second's ticks: on a loaded machine a frame may wait that long for the journal's thread. */
    private static final int MAX_LOST = 300;

    private static final String DOWN = "the connector was not running";

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.usual();

    @Test
    void losesNothingThatWasJournaledThoughItIsKilledTenTimes() throws Exception {
        long gaps = gapsOfAConnectorThatWasDown();
        if (!MeasuredKills.isPossible()) {
            ORDEAL.suffer(ConnectorFaults.killed(KILLS));
            assertEquals(KILLS * SOCKETS, gapsOfAConnectorThatWasDown() - gaps);
            abort("without /proc/net/tcp the cost of a kill can't be measured; the other checks passed");
        }
        MeasuredKills kills = new MeasuredKills(KILLS);
        ORDEAL.suffer(Fault.severing("connector: kill -9 under load, " + KILLS + " times", kills));
        long own =
                kills.losses().stream().mapToLong(MeasuredKills.Loss::own).max().orElseThrow();
        System.out.println("a kill of the connector costs at most " + own + " ticks that it had read, at "
                + ORDEAL.rig().setup().ticksPerSecond() + " a second: " + kills.losses());
        assertTrue(own <= MAX_LOST, kills.losses()::toString);
        assertEquals(KILLS * SOCKETS, gapsOfAConnectorThatWasDown() - gaps);
    }

    @Test
    void recordsThatItWasDown() throws Exception {
        long gaps = gapsOfAConnectorThatWasDown();
        ORDEAL.suffer(ConnectorFaults.stopped(Duration.ofSeconds(3)));
        assertEquals(SOCKETS, gapsOfAConnectorThatWasDown() - gaps);
        StoreView.Gap last =
                ORDEAL.rig().store().gaps().get(ORDEAL.rig().store().gaps().size() - 1);
        Duration length = Duration.between(LocalDateTime.parse(last.from()), LocalDateTime.parse(last.to()));
        assertTrue(length.toSeconds() >= 3 && length.toSeconds() < 60, last::toString);
    }

    @Test
    void findsItsJournalAgainWhenItIsKilledWhileRedisIsAway() throws Exception {
        ORDEAL.suffer(ConnectorFaults.killedWithRedisAway(Duration.ofSeconds(8)));
    }

    /** One for each socket and start. */
    private static long gapsOfAConnectorThatWasDown() throws Exception {
        return ORDEAL.rig().store().gaps().stream()
                .filter(gap -> gap.reason().equals(DOWN))
                .count();
    }
}
