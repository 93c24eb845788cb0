package dev.liquidity.bench.section;

import dev.liquidity.bench.report.Bar;
import dev.liquidity.bench.report.Figure;
import dev.liquidity.bench.rig.ProcessUse;
import dev.liquidity.bench.rig.Rig;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The connector alone: sockets through journal to stream. */
public final class ConnectorSection implements Section {
    private static final double START_RATE = 60_000;
    private static final long MOST_LAG_MILLIS = 500;
    private static final int CONFIRMATIONS = 8;
    private static final double LESS = 0.92;

    @Override
    public String name() {
        return "connector";
    }

    @Override
    public String about() {
        return "the highest rate from 3 sockets through the journal to the stream, without lag or drops";
    }

    @Override
    public void run(Course course) throws Exception {
        double ceiling = course.ceilings().xadd(course);
        Sample sample = measure(course);
        String note = sample.why() + ", dropped=0";
        course.report()
                .add(new Figure(
                        name(), "socket to stream", sample.ticksPerSecond(), "ticks/s", Bar.atLeast(150_000), note));
        course.report()
                .add(new Figure(
                        name(),
                        "share of the XADD ceiling",
                        sample.ticksPerSecond() / ceiling,
                        "",
                        Bar.atLeast(0.4),
                        "with exchange, connector and Redis on the same cores"));
        sample.cpuMicros()
                .forEach((process, micros) ->
                        course.report().add(name(), "processor time of " + process, micros, "µs/tick", ""));
    }

    /** Finds the highest rate, and confirms it with new processes that must not drop a frame. */
    private static Sample measure(Course course) throws Exception {
        double rate = search(course);
        Sample sample = null;
        for (int i = 0; i < CONFIRMATIONS && rate > 0; i++) {
            sample = confirm(course, rate);
            if (sample.holds()) {
                return sample;
            }
            rate *= LESS;
        }
        throw new IllegalStateException("no rate held: " + (sample == null ? "none tried" : sample.why()));
    }

    private static double search(Course course) throws Exception {
        try (Rig rig = open(course);
                StoredWithoutReceiver group = new StoredWithoutReceiver(rig.redisPort())) {
            start(rig);
            Thread.sleep(course.plan().pick(6_000, 3_000));
            return RateSearch.highest(
                    trial(course, rig), START_RATE, course.plan().pick(3, 1));
        }
    }

    private static Sample confirm(Course course, double rate) throws Exception {
        try (Rig rig = open(course);
                StoredWithoutReceiver group = new StoredWithoutReceiver(rig.redisPort())) {
            ChildProcess connector = start(rig);
            // The JIT compilers must be done before the rate is tried.
            for (double part : new double[] {0.3, 0.6, 0.85}) {
                rig.control().rate(part * rate);
                Thread.sleep(course.plan().pick(4_000, 2_000));
            }
            Sample sample = trial(course, rig).at(rate);
            rig.control().pause();
            rig.stopConnector();
            String dropped = lastCounter(connector.out(), "dropped");
            boolean holds = sample.holds() && "0".equals(dropped);
            return new Sample(
                    holds,
                    sample.ticksPerSecond(),
                    sample.cpuMicros(),
                    sample.worstLagMillis(),
                    sample.why() + (holds ? "" : ", dropped=" + dropped));
        }
    }

    /** The last value of a counter ({@code name=value}) in what a program wrote; null if absent. */
    private static String lastCounter(String output, String counter) {
        return Pattern.compile("\\b" + counter + "=(\\S+)")
                .matcher(output)
                .results()
                .map(match -> match.group(1))
                .reduce(null, (earlier, later) -> later);
    }

    private static Rig open(Course course) throws IOException, InterruptedException {
        return course.rig(course.settings());
    }

    private static ChildProcess start(Rig rig) throws IOException, InterruptedException {
        rig.startExchange(START_RATE / 4);
        ChildProcess connector = rig.startConnector();
        Await.until("ticks come into the stream", Duration.ofSeconds(60), () -> {
            rig.checkRunning();
            return !rig.redis().top().equals(StreamId.ZERO);
        });
        return connector;
    }

    private static FlowTrial trial(Course course, Rig rig) throws IOException {
        Map<String, ProcessUse> processes = new LinkedHashMap<>();
        processes.put("connector", rig.connectorUse());
        processes.put("redis", rig.redisUse());
        processes.put("sandbox", rig.exchangeUse());
        return new FlowTrial(
                rig,
                processes,
                rig::streamLagMillis,
                MOST_LAG_MILLIS,
                course.plan().pick(2, 1),
                course.plan().pick(8, 3));
    }
}
