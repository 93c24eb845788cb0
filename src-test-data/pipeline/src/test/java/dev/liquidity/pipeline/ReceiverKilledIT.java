package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.resps.StreamConsumerInfo;

/**
 * The receiver dies again and again; and while it does, on a rig of their own, two receivers share the group and the store, and one of
 * them dies, which takes long and little of the machine.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReceiverKilledIT {
    private static final long SEED = Seeds.ofBuild();
    private static final String FAULT = "receiver: one of two killed, its entries taken over";
    private static final String SECOND = "receiver_2";
    private static final String TAKE_OVER = "Took over";

    /** As long as an entry must have been idle, and as often as a receiver looks for such: 30 s each. */
    private static final Duration IDLE = Duration.ofSeconds(33);

    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(75);

    @RegisterExtension
    static final Rigs RIGS = new Rigs();

    @TempDir
    static Path directory;

    private static Meanwhile<Ordeal.Outcome> takenOver;

    @BeforeAll
    static void start() throws IOException {
        Rig rig = RIGS.start(Setup.in(directory.resolve("two")).rate(400));
        takenOver = Meanwhile.start("two-receivers", () -> killOneOfTwo(rig));
    }

    @Test
    void storesEveryTickOnceThoughItIsKilledTwentyTimes() throws Exception {
        RIGS.ordeal(Setup.in(directory.resolve("one")), SEED).suffer(ReceiverFaults.killed(20));
    }

    /** The last, so that nothing waits for it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void takesOverFromTheDeadAndNeverFromTheLiving() throws Exception {
        takenOver.result();
    }

    private static Ordeal.Outcome killOneOfTwo(Rig rig) throws Exception {
        rig.receiver(SECOND).start();
        Await.until("both have entries pending at some time", Rig.PATIENCE, () -> consumers(rig) == 2);
        double[] seconds = new double[1];
        Ordeal.Outcome outcome = new Ordeal(rig, FaultTable.ofBuild(), SEED)
                .suffer(Fault.harmless(FAULT, (all, random) -> {
                    try (Connection lock = DriverManager.getConnection(
                                    "jdbc:sqlite:" + rig.store().path());
                            Statement statement = lock.createStatement()) {
                        statement.execute("PRAGMA busy_timeout = 20000");
                        statement.execute("BEGIN IMMEDIATE");
                        Await.until("both have entries pending", Rig.PATIENCE, () -> pending(rig) == 2);
                        Await.elapsed(IDLE);
                        assertEquals(2, pending(rig), "both wait for the store");
                        assertEquals(List.of(), takeOvers(rig), "taken over from a living one");
                        rig.receiver(SECOND).kill();
                        statement.execute("ROLLBACK");
                    }
                    long begin = System.nanoTime();
                    Await.until(
                            "taken over",
                            TAKEN_OVER_WITHIN,
                            () -> !takeOvers(rig).isEmpty());
                    seconds[0] = (System.nanoTime() - begin) / 1e9;
                }));
        // Ticks flow on through the survivor at once; what the dead one had is what takes longer.
        FaultTable.ofBuild()
                .add(
                        FAULT,
                        outcome.isSurvived(),
                        Long.toString(outcome.lost()),
                        outcome.verdict().duplicates(),
                        seconds[0]);
        assertEquals(0, pending(rig));
        return outcome;
    }

    private static List<String> takeOvers(Rig rig) throws Exception {
        List<String> lines = new ArrayList<>(Logs.lines(rig.receiverLog(), TAKE_OVER));
        lines.addAll(Logs.lines(rig.receiverLog(SECOND), TAKE_OVER));
        return lines;
    }

    private static long consumers(Rig rig) {
        return infos(rig).size();
    }

    /** How many consumers have entries pending. */
    private static long pending(Rig rig) {
        return infos(rig).stream().filter(info -> info.getPending() > 0).count();
    }

    private static List<StreamConsumerInfo> infos(Rig rig) {
        return rig.ask(jedis -> jedis.xinfoConsumers2(Rig.STREAM, Rig.GROUP));
    }
}
