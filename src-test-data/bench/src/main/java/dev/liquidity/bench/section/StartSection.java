package dev.liquidity.bench.section;

import dev.liquidity.bench.report.Bar;
import dev.liquidity.bench.report.Figure;
import dev.liquidity.bench.rig.ProcessUse;
import dev.liquidity.bench.rig.Rig;
import dev.liquidity.bench.rig.RigSettings;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.sandbox.support.Await;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long from starting both processes to the first tick in SQLite, and what they take on a busy day. */
public final class StartSection implements Section {
    private static final double RATE = 3_000;
    private static final double WARM_UP_RATE = 15_000;
    private static final double SETTLE_SECONDS = 60;
    private static final long MOST_LAG_MILLIS = 1_500 * RigSettings.USUAL_DUMP_SECONDS;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "from the start of both to the first tick stored; their processor time at 3,000 ticks/s";
    }

    @Override
    public void run(Course course) throws Exception {
        RigSettings settings = course.settings().usualDumps();
        try (Rig cold = course.rig(settings)) {
            PipelineSection.start(cold, RATE);
        }
        try (Rig rig = course.rig(settings)) {
            rig.startExchange(RATE);
            long begin = System.nanoTime();
            rig.startReceiver();
            rig.startConnector();
            Await.until(
                    "ticks come into the stream",
                    Duration.ofSeconds(60),
                    () -> !rig.redis().top().equals(StreamId.ZERO));
            double inStream = (System.nanoTime() - begin) / 1e9;
            Await.until("ticks come into the database", Duration.ofSeconds(60), () -> {
                rig.checkRunning();
                return !rig.store().top().equals(StreamId.ZERO);
            });
            double stored = (System.nanoTime() - begin) / 1e9;
            course.report().add(name(), "first tick in the stream", inStream, "s", "");
            course.report()
                    .add(new Figure(
                            name(),
                            "first tick stored",
                            stored,
                            "s",
                            Bar.atMost(4),
                            "login, dump of instruments and selection included"));
            processorTime(course, rig);
        }
    }

    private void processorTime(Course course, Rig rig) throws Exception {
        // The cost of a day, not of its first minute: by then the JIT compilers are done.
        rig.control().rate(WARM_UP_RATE);
        Thread.sleep(course.plan().pick(60_000, 6_000));
        rig.control().rate(RATE);
        rig.awaitSettled(SETTLE_SECONDS, MOST_LAG_MILLIS);
        Thread.sleep(course.plan().pick(10_000, 2_000));
        Map<String, ProcessUse> uses = new LinkedHashMap<>();
        uses.put("connector", rig.connectorUse());
        uses.put("receiver", rig.receiverUse());
        uses.put("redis", rig.redisUse());
        Map<String, Double> before = new LinkedHashMap<>();
        for (Map.Entry<String, ProcessUse> use : uses.entrySet()) {
            before.put(use.getKey(), use.getValue().cpuMicros());
        }
        long begin = System.nanoTime();
        Thread.sleep(course.plan().pick(60_000, 10_000));
        for (Map.Entry<String, ProcessUse> use : uses.entrySet()) {
            double micros = use.getValue().cpuMicros() - before.get(use.getKey());
            double percent = 100 * micros * 1e3 / (System.nanoTime() - begin);
            course.report()
                    .add(new Figure(
                            name(),
                            "processor time at 3,000/s, " + use.getKey(),
                            percent,
                            "% a core",
                            use.getKey().equals("redis") ? null : Bar.atMost(15),
                            "after a warm-up"));
        }
    }
}
