package dev.liquidity.bench.section;

import dev.liquidity.bench.report.Bar;
import dev.liquidity.bench.report.Figure;
import dev.liquidity.bench.rig.Rig;
import dev.liquidity.bench.rig.RigSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What both processes hold after a compressed trading day, on a plain JVM and with the flags of the service files. */
public final class MemorySection implements Section {
    /** Of the highest rate that lasts, so that no backlog is measured. */
    private static final double SHARE = 0.85;

    private static final double OTHERWISE = 30_000;
    private static final double QUIET_RATE = 5_000;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String about() {
        return "resident memory of both after a day's ticks, plain and with the services' flags";
    }

    @Override
    public void run(Course course) throws Exception {
        double rate = SHARE
                * course.report()
                        .value(PipelineSection.NAME, PipelineSection.HIGHEST)
                        .orElse(OTHERWISE / SHARE);
        RigSettings plain = new RigSettings(course.universe()).historyMinutes(1);
        measure(course, "plain java -jar at 5,000/s", QUIET_RATE, course.plan().memoryTicks() / 8, plain, 400, 400);
        measure(course, "plain java -jar", rate, course.plan().memoryTicks(), plain, 600, 600);
        List<String> connector = course.jars().serviceFlags("connector");
        List<String> receiver = course.jars().serviceFlags("receiver");
        measure(course, "service flags", rate, course.plan().memoryTicks(), plain.flags(connector, receiver), 160, 220);
        course.report()
                .add(
                        name(),
                        "rate of the last two runs",
                        rate,
                        "ticks/s",
                        "connector " + String.join(" ", connector) + "; receiver " + String.join(" ", receiver));
    }

    private void measure(
            Course course,
            String variant,
            double rate,
            long ticks,
            RigSettings settings,
            double mostOfConnector,
            double mostOfReceiver)
            throws Exception {
        List<Double> connector = new ArrayList<>();
        List<Double> receiver = new ArrayList<>();
        try (Rig rig = course.rig(settings)) {
            PipelineSection.start(rig, rate);
            long deadline = System.nanoTime() + (long) ((60 + 2 * ticks / rate) * 1e9);
            while (rig.control().sent() < ticks && System.nanoTime() < deadline) {
                Thread.sleep(1_000);
                rig.checkRunning();
                connector.add(rig.connectorUse().rssMegabytes());
                receiver.add(rig.receiverUse().rssMegabytes());
            }
            report(course, variant + ", connector", connector, mostOfConnector, rig);
            report(course, variant + ", receiver", receiver, mostOfReceiver, rig);
        }
    }

    private void report(Course course, String what, List<Double> seen, double most, Rig rig)
            throws IOException, InterruptedException {
        double last = seen.get(seen.size() - 1);
        double highest = seen.stream().mapToDouble(Double::doubleValue).max().orElse(last);
        course.report()
                .add(new Figure(
                        name(),
                        what,
                        last,
                        "MB",
                        Bar.atMost(most),
                        "after %,d ticks; halfway %.0f, highest %.0f, store %d ms behind"
                                .formatted(
                                        rig.control().sent(),
                                        seen.get(seen.size() / 2),
                                        highest,
                                        rig.storeLagMillis())));
    }
}
