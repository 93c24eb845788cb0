package dev.liquidity.bench.section;

import dev.liquidity.bench.latency.Latencies;
import dev.liquidity.bench.latency.LatestWatch;
import dev.liquidity.bench.latency.StreamWatch;
import dev.liquidity.bench.report.Bar;
import dev.liquidity.bench.report.Figure;
import dev.liquidity.bench.rig.Rig;

/** How old a tick is when the stream has it, and when its {@code latest:} hash has it. */
public final class LatencySection implements Section {
    static final int SYMBOLS = 8;

    private static final double RATE = 5_000;
    private static final double WARM_UP_RATE = 15_000;
    private static final double SETTLE_SECONDS = 60;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String about() {
        return "at 5,000 ticks/s, from the socket to a reader of the stream and to latest:";
    }

    @Override
    public void run(Course course) throws Exception {
        try (Rig rig = course.rig(course.settings())) {
            PipelineSection.start(rig, WARM_UP_RATE);
            Thread.sleep(course.plan().pick(15_000, 4_000));
            rig.control().rate(RATE);
            rig.awaitSettled(SETTLE_SECONDS, PipelineSection.MOST_LAG_MILLIS);
            StreamWatch stream = new StreamWatch(rig.redisPort());
            Thread.sleep(course.plan().pick(5_000, 2_000));
            LatestWatch latest = new LatestWatch(rig.redisPort(), stream.awaitBusiest(SYMBOLS));
            try (stream;
                    latest) {
                Thread.sleep(1_000);
                stream.startOver();
                latest.startOver();
                Thread.sleep(course.plan().pick(60_000, 8_000));
            }
            rig.checkRunning();
            report(course, "socket to stream", stream.latencies(), 5);
            report(course, "socket to latest:", latest.latencies(), 25);
        }
    }

    private void report(Course course, String what, Latencies seen, double mostMillis) {
        course.report().add(name(), what + ", p50", seen.millis(50), "ms", seen.uncorrected());
        course.report().add(new Figure(name(), what + ", p99", seen.millis(99), "ms", Bar.atMost(mostMillis), ""));
        course.report().add(name(), what + ", p99.9", seen.millis(99.9), "ms", "");
        course.report().add(name(), what + ", max", seen.millis(100), "ms", "");
    }
}
