package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
 * The receiver dies again and again; and while it does, on a pipeline of their own, two receivers share the group and the store, and one of
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
    static final Pipelines PIPELINES = new Pipelines();

    @TempDir
    static Path directory;

    private static Meanwhile<Ordeal.Outcome> takenOver;

    @BeforeAll
    static void start() throws IOException {
        TickPipeline pipeline =
                PIPELINES.start(Setup.in(directory.resolve("two")).rate(400));
        takenOver = Meanwhile.start("two-receivers", () -> killOneOfTwo(pipeline));
    }

    @Test
    void storesEveryTickOnceThoughItIsKilledTwentyTimes() throws Exception {
        PIPELINES.ordeal(Setup.in(directory.resolve("one")), SEED).suffer(ReceiverFaults.killed(20));
    }

    /** The last, so that nothing waits for it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void takesOverFromTheDeadAndNeverFromTheLiving() throws Exception {
        takenOver.result();
    }

    private static Ordeal.Outcome killOneOfTwo(TickPipeline pipeline) throws Exception {
        pipeline.receiver(SECOND).start();
        Until.holds("both have entries pending at some time", TickPipeline.PATIENCE, () -> consumers(pipeline) == 2);
        double[] seconds = new double[1];
        Ordeal.Outcome outcome = new Ordeal(pipeline, FaultTable.ofBuild(), SEED)
                .suffer(Fault.harmless(FAULT, (all, random) -> {
                    try (Connection lock = DriverManager.getConnection(
                                    "jdbc:sqlite:" + pipeline.store().path());
                            Statement statement = lock.createStatement()) {
                        statement.execute("PRAGMA busy_timeout = 20000");
                        statement.execute("BEGIN IMMEDIATE");
                        Until.holds("both have entries pending", TickPipeline.PATIENCE, () -> pending(pipeline) == 2);
                        Until.elapsed(IDLE);
                        assertEquals(2, pending(pipeline), "both wait for the store");
                        assertEquals(List.of(), takeOvers(pipeline), "taken over from a living one");
                        pipeline.receiver(SECOND).kill();
                        statement.execute("ROLLBACK");
                    }
                    long begin = System.nanoTime();
                    Until.holds(
                            "taken over",
                            TAKEN_OVER_WITHIN,
                            () -> !takeOvers(pipeline).isEmpty());
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
        assertEquals(0, pending(pipeline));
        return outcome;
    }

    private static List<String> takeOvers(TickPipeline pipeline) throws Exception {
        List<String> lines = new ArrayList<>(Logs.lines(pipeline.receiverLog(), TAKE_OVER));
        lines.addAll(Logs.lines(pipeline.receiverLog(SECOND), TAKE_OVER));
        return lines;
    }

    private static long consumers(TickPipeline pipeline) {
        return infos(pipeline).size();
    }

    /** How many consumers have entries pending. */
    private static long pending(TickPipeline pipeline) {
        return infos(pipeline).stream().filter(info -> info.getPending() > 0).count();
    }

    private static List<StreamConsumerInfo> infos(TickPipeline pipeline) {
        return pipeline.ask(jedis -> jedis.xinfoConsumers2(TickPipeline.STREAM, TickPipeline.GROUP));
    }
}
