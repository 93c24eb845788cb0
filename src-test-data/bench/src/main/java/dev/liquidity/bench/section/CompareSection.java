package dev.liquidity.bench.section;

import dev.liquidity.bench.load.Prefill;
import dev.liquidity.bench.report.Bar;
import dev.liquidity.bench.report.Figure;
import dev.liquidity.bench.rig.Jars;
import dev.liquidity.bench.rig.RedisClient;
import dev.liquidity.bench.rig.Rig;
import dev.liquidity.sandbox.support.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * This build beside another one, in turns, since a shared machine's speed varies from minute to minute: a ratio of two
 * runs side by side says more than either.
 */
public final class CompareSection implements Section {
    private static final int COLD_BACKLOG = 60_000;

    @Override
    public String name() {
        return "compare";
    }

    @Override
    public String about() {
        return "receiver, cold start and all together, in turns with the build that --against names";
    }

    /** The figures of one build, a value a turn. */
    private static final class Build {
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> micros = new ArrayList<>();
        private final List<Double> colds = new ArrayList<>();
        private final List<Double> highest = new ArrayList<>();
        private ReceiverSection.Measured last;
    }

    @Override
    public void run(Course course) throws Exception {
        if (course.plan().against() == null) {
            System.out.println("    not measured: --against ROOT names no other build");
            return;
        }
        Course other = course.of(new Jars(course.plan().against()));
        Build here = new Build();
        Build there = new Build();
        double ceiling = course.ceilings().jdbcOfRows(course);
        int turns = course.plan().pick(3, 1);
        for (int turn = 0; turn < turns; turn++) {
            measure(other, there);
            measure(course, here);
        }
        figure(course, "stream to keys and SQLite", "ticks/s", there.rates, here.rates, true);
        figure(course, "processor time of receiver and redis", "µs/tick", there.micros, here.micros, false);
        figure(course, "cold start to 60,000 stored", "s", there.colds, here.colds, false);
        figure(course, "all together, highest rate that lasts", "ticks/s", there.highest, here.highest, true);
        course.report()
                .add(new Figure(
                        name(),
                        "share of the JDBC ceiling with ten rows of levels",
                        mean(here.rates) / ceiling,
                        "",
                        Bar.atLeast(1.1),
                        "the other build: %.2f".formatted(mean(there.rates) / ceiling)));
        bytes(course, "SQLite", here.last.fileBytes(), there.last.fileBytes());
        bytes(course, "Redis keys", here.last.viewBytes(), there.last.viewBytes());
    }

    private static void measure(Course course, Build build) throws Exception {
        build.last = ReceiverSection.measure(course, course.plan().pick(600_000, 300_000), null);
        build.rates.add(build.last.ticksPerSecond());
        build.micros.add(build.last.receiverMicros() + build.last.redisMicros());
        build.colds.add(coldStart(course));
        build.highest.add(PipelineSection.highest(course));
    }

    /** Seconds from the receiver's start to the last tick of a small backlog in the database. */
    private static double coldStart(Course course) throws Exception {
        try (Rig rig = course.rig(course.settings())) {
            Prefill prefill = Prefill.write(rig.redisPort(), RedisClient.STREAM, course.universe(), COLD_BACKLOG);
            long begin = System.nanoTime();
            rig.startReceiver();
            Await.until("the backlog is stored", Duration.ofSeconds(60), () -> {
                rig.checkRunning();
                return prefill.upTo(rig.store().top()) == COLD_BACKLOG;
            });
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private void figure(
            Course course, String what, String unit, List<Double> there, List<Double> here, boolean isMoreBetter) {
        course.report().add(name(), what, mean(here), unit, "in turns: " + text(here));
        course.report().add(name(), what + ", the other build", mean(there), unit, "in turns: " + text(there));
        double ratio = isMoreBetter ? mean(here) / mean(there) : mean(there) / mean(here);
        course.report().add(name(), what + ", how much better", ratio, "×", "");
    }

    private void bytes(Course course, String what, double here, double there) {
        course.report().add(name(), what, here, "B/tick", "the other build: %.0f".formatted(there));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static String text(List<Double> values) {
        return String.join(", ", values.stream().map("%,.1f"::formatted).toList());
    }
}
