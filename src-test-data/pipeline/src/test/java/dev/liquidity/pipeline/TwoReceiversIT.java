package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.sandbox.support.Await;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.resps.StreamConsumerInfo;

/** Two receivers share the group and the store, and one of them dies. */
@Order(1)
final class TwoReceiversIT {
    private static final String FAULT = "receiver: one of two killed, its entries taken over";
    private static final String SECOND = "receiver_2";
    private static final String TAKE_OVER = "Took over";

    /** An entry must have been idle for 30 s, and a receiver looks every 30 s. */
    private static final Duration IDLE = Duration.ofSeconds(33);

    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(75);

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.rate(400));

    @Test
    void takesOverFromTheDeadAndNeverFromTheLiving() throws Exception {
        Rig rig = ORDEAL.rig();
        rig.receiver(SECOND).start();
        Await.until("both have entries pending at some time", Rig.PATIENCE, () -> consumers() == 2);
        double[] seconds = new double[1];
        Ordeal.Outcome outcome = ORDEAL.suffer(Fault.harmless(FAULT, (unused, random) -> {
            try (Connection lock = DriverManager.getConnection(
                            "jdbc:sqlite:" + rig.store().path());
                    Statement statement = lock.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 20000");
                statement.execute("BEGIN IMMEDIATE");
                Await.until("both have entries pending", Rig.PATIENCE, () -> pending() == 2);
                Await.elapsed(IDLE);
                assertEquals(2, pending(), "both wait for the store");
                assertEquals(List.of(), takeOvers(), "taken over from a living one");
                rig.receiver(SECOND).kill();
                statement.execute("ROLLBACK");
            }
            long begin = System.nanoTime();
            Await.until("taken over", TAKEN_OVER_WITHIN, () -> !takeOvers().isEmpty());
            seconds[0] = (System.nanoTime() - begin) / 1e9;
        }));
        // The survivor's own ticks flow on at once; the dead one's entries take longer.
        FaultTable.ofBuild()
                .add(
                        FAULT,
                        outcome.isSurvived(),
                        Long.toString(outcome.lost()),
                        outcome.verdict().duplicates(),
                        seconds[0]);
        assertEquals(0, pending());
    }

    private static List<String> takeOvers() throws Exception {
        List<String> lines = new ArrayList<>(Logs.lines(ORDEAL.rig().receiverLog(), TAKE_OVER));
        lines.addAll(Logs.lines(ORDEAL.rig().receiverLog(SECOND), TAKE_OVER));
        return lines;
    }

    private static long consumers() {
        return infos().size();
    }

    /** The number of consumers with pending entries. */
    private static long pending() {
        return infos().stream().filter(info -> info.getPending() > 0).count();
    }

    private static List<StreamConsumerInfo> infos() {
        return ORDEAL.rig().ask(jedis -> jedis.xinfoConsumers2(Rig.STREAM, Rig.GROUP));
    }
}
