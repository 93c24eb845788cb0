package dev.liquidity.bench.section;

import dev.liquidity.bench.latency.Latencies;
import dev.liquidity.bench.latency.LatestWatch;
import dev.liquidity.bench.latency.StreamWatch;
import dev.liquidity.bench.latency.WallClock;
import dev.liquidity.bench.report.Bar;
import dev.liquidity.bench.report.Figure;
import dev.liquidity.bench.rig.Rig;
import java.util.Arrays;

/** A backlog that comes at once: 50,000 ticks within a second on top of the usual ones. */
public final class BurstSection implements Section {
    private static final double USUAL = 3_000;
    private static final double BURST = 50_000;
    private static final double WARM_UP_RATE = 15_000;
    private static final double SETTLE_SECONDS = 60;
    private static final long BURST_MILLIS = 1_000;
    private static final double SLOT_SECONDS = 0.1;
    private static final int CALM_SLOTS = 10;

    /** What a tick may take at the usual rate. */
    private static final double NORMAL_MILLIS = 25;

    @Override
    public String name() {
        return "burst";
    }

    @Override
    public String about() {
        return "50,000 ticks in one second on top of 3,000/s: what is lost, and how long until all is as before";
    }

    @Override
    public void run(Course course) throws Exception {
        try (Rig rig = course.rig(course.settings().ledger())) {
            PipelineSection.start(rig, WARM_UP_RATE);
            Thread.sleep(course.plan().pick(15_000, 4_000));
            rig.control().rate(USUAL);
            rig.awaitSettled(SETTLE_SECONDS, PipelineSection.MOST_LAG_MILLIS);
            StreamWatch stream = new StreamWatch(rig.redisPort());
            Thread.sleep(2_000);
            LatestWatch latest = new LatestWatch(rig.redisPort(), stream.awaitBusiest(LatencySection.SYMBOLS));
            long before;
            long begun;
            long sent;
            long ended;
            try (stream;
                    latest) {
                Thread.sleep(2_000);
                before = WallClock.micros();
                Thread.sleep(5_000);
                long sentBefore = rig.control().sent();
                begun = WallClock.micros();
                rig.control().rate(USUAL + BURST);
                Thread.sleep(BURST_MILLIS);
                rig.control().rate(USUAL);
                ended = WallClock.micros();
                sent = rig.control().sent() - sentBefore;
                Thread.sleep(course.plan().pick(15_000, 8_000));
            }
            rig.control().pause();
            rig.awaitPublished(60);
            rig.awaitStored(60);
            rig.stopConnector();
            rig.stopReceiver();
            long lost = rig.control().sent() - rig.store().rows();
            Rig.AuditResult audit = rig.audit();
            course.report().add(name(), "sent during the burst", sent, "ticks", "");
            course.report()
                    .add(new Figure(
                            name(),
                            "lost",
                            lost,
                            "ticks",
                            Bar.atMost(0),
                            (audit.holds() ? "the audit holds: " : "the audit does NOT hold: ") + audit.total()));
            report(course, "stream", stream.latencies(), before, begun, ended);
            report(course, "latest:", latest.latencies(), before, begun, ended);
        }
    }

    private void report(Course course, String what, Latencies seen, long before, long begun, long ended) {
        double usual = Arrays.stream(seen.worstMillis(before, begun)).max().orElse(0);
        double[] after = seen.worstMillis(ended, Long.MAX_VALUE / 2);
        double normal = Math.max(NORMAL_MILLIS, usual);
        double worst = Math.max(
                Arrays.stream(seen.worstMillis(begun, ended)).max().orElse(0),
                Arrays.stream(after).max().orElse(0));
        course.report().add(name(), what + ", highest latency in or after it", worst, "ms", "");
        course.report()
                .add(new Figure(
                        name(),
                        what + ", until normal again after its end",
                        slotsUntilCalm(after, normal) * SLOT_SECONDS,
                        "s",
                        Bar.atMost(3),
                        "normal: no tick above %.0f ms for a second; the worst before it was %.1f"
                                .formatted(normal, usual)));
    }

    /**
     * Slots before the first second without a tick above the usual; a hiccup of the machine long after it is not the
     * burst's.
     */
    private static int slotsUntilCalm(double[] worstMillis, double usual) {
        int calm = 0;
        for (int i = 0; i < worstMillis.length; i++) {
            calm = worstMillis[i] > usual ? 0 : calm + 1;
            if (calm == CALM_SLOTS) {
                return i + 1 - CALM_SLOTS;
            }
        }
        return worstMillis.length;
    }
}
