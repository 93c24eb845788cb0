package dev.liquidity.bench.section;

import dev.liquidity.bench.report.Bar;
import dev.liquidity.bench.report.Figure;
import dev.liquidity.bench.rig.ProcessUse;
import dev.liquidity.bench.rig.Rig;
import dev.liquidity.bench.rig.RigSettings;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Exchange, connector, Redis and receiver together: the highest rate that lasts, and a given one for minutes with an
 * audit.
 */
public final class PipelineSection implements Section {
    static final String NAME = "pipeline";
    static final String HIGHEST = "highest rate that lasts";

    /** The receiver collects for a second before it commits. */
    static final long MOST_LAG_MILLIS = 2_500;

    private static final double START_RATE = 20_000;

    /** The exchange sends in slots, and so a little more or less than it is asked for. */
    private static final double ASKED_SHARE = 1.01;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String about() {
        return "all together on this machine: the highest rate that lasts, and a given one for 2 minutes with an audit";
    }

    @Override
    public void run(Course course) throws Exception {
        findHighest(course);
        audited(course);
    }

    private void findHighest(Course course) throws Exception {
        course.report().add(NAME, HIGHEST, highest(course), "ticks/s", "stored within 2.5 s of its arrival throughout");
    }

    /** The highest rate with the store never more than {@link #MOST_LAG_MILLIS} behind. */
    static double highest(Course course) throws Exception {
        RigSettings settings = course.settings().historyMinutes(1);
        try (Rig rig = course.rig(settings)) {
            start(rig, START_RATE / 2);
            Thread.sleep(course.plan().pick(8_000, 3_000));
            FlowTrial trial = new FlowTrial(
                    rig,
                    uses(rig),
                    rig::storeLagMillis,
                    MOST_LAG_MILLIS,
                    4,
                    course.plan().pick(15, 5));
            return RateSearch.highest(trial, START_RATE, course.plan().pick(3, 1));
        }
    }

    private void audited(Course course) throws Exception {
        RigSettings settings = course.settings().historyMinutes(1).ledger();
        double rate = course.plan().pipelineRate();
        int seconds = course.plan().pick(120, 15);
        try (Rig rig = course.rig(settings)) {
            start(rig, rate / 4);
            Thread.sleep(course.plan().pick(6_000, 3_000));
            Sample sample = new FlowTrial(rig, uses(rig), rig::storeLagMillis, MOST_LAG_MILLIS, 0, seconds)
                    .at(rate * ASKED_SHARE);
            rig.control().pause();
            rig.awaitPublished(60);
            rig.awaitStored(120);
            long sent = rig.control().sent();
            long rows = rig.store().rows();
            rig.stopConnector();
            rig.stopReceiver();
            Rig.AuditResult audit = rig.audit();
            course.report()
                    .add(new Figure(
                            NAME,
                            "sustained",
                            sample.holds() ? sample.ticksPerSecond() : 0,
                            "ticks/s",
                            Bar.atLeast(course.plan().pipelineRate()),
                            "for %d s: %s".formatted(seconds, sample.why())));
            course.report()
                    .add(new Figure(
                            NAME,
                            "lost",
                            sent - rows,
                            "ticks",
                            Bar.atMost(0),
                            (audit.holds() ? "the audit holds: " : "the audit does NOT hold: ") + audit.total()));
            String note = sample.holds() ? "" : "of those sent; it did not keep up";
            sample.cpuMicros()
                    .forEach((process, micros) ->
                            course.report().add(NAME, "processor time of " + process, micros, "µs/tick", note));
        }
    }

    /** Starts all; ticks are in the database when it returns. */
    static void start(Rig rig, double rate) throws IOException, InterruptedException {
        rig.startExchange(rate);
        rig.startReceiver();
        rig.startConnector();
        Await.until("ticks come into the database", Duration.ofSeconds(60), () -> {
            rig.checkRunning();
            return !rig.store().top().equals(StreamId.ZERO);
        });
    }

    static Map<String, ProcessUse> uses(Rig rig) {
        Map<String, ProcessUse> uses = new LinkedHashMap<>();
        uses.put("connector", rig.connectorUse());
        uses.put("receiver", rig.receiverUse());
        uses.put("redis", rig.redisUse());
        uses.put("sandbox", rig.exchangeUse());
        return uses;
    }
}
