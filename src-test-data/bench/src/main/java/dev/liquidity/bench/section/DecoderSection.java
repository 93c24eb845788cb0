package dev.liquidity.bench.section;

import dev.liquidity.bench.micro.TickBenchmark;
import dev.liquidity.bench.report.Bar;
import dev.liquidity.bench.report.Figure;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The decoder and the tick's JSON under JMH, with the bytes that each operation allocates. */
public final class DecoderSection implements Section {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private static final Map<String, String> NAMES = Map.of(
            "decodeFullPacket", "full packet to tick",
            "writeJson", "tick to JSON",
            "readJson", "JSON to tick",
            "writeJsonByJackson", "tick to JSON, by jackson-core",
            "readJsonByJackson", "JSON to tick, by jackson-core");

    @Override
    public String name() {
        return "decoder";
    }

    @Override
    public String about() {
        return "full packet to tick, tick to JSON and back: time and allocation (JMH)";
    }

    @Override
    public void run(Course course) throws Exception {
        var options = new OptionsBuilder()
                .include(TickBenchmark.class.getSimpleName())
                .forks(1)
                .warmupIterations(course.plan().pick(5, 2))
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(course.plan().pick(8, 2))
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Djmh.ignoreLock=true")
                .verbosity(VerboseMode.SILENT)
                .build();
        for (RunResult result : new Runner(options).run()) {
            String method = result.getParams().getBenchmark();
            String what = NAMES.get(method.substring(method.lastIndexOf('.') + 1));
            Result<?> time = result.getPrimaryResult();
            boolean isDecoder = method.endsWith("decodeFullPacket");
            course.report()
                    .add(new Figure(
                            name(),
                            what,
                            time.getScore(),
                            "ns/op",
                            isDecoder ? Bar.atMost(150) : null,
                            "± %.1f".formatted(time.getScoreError())));
            result.getSecondaryResults().forEach((key, allocated) -> {
                if (key.endsWith(ALLOCATION)) {
                    course.report().add(name(), what + ", allocation", allocated.getScore(), "B/op", "");
                }
            });
        }
    }
}
