package dev.liquidity.bench;

import dev.liquidity.bench.report.Machine;
import dev.liquidity.bench.report.Report;
import dev.liquidity.bench.rig.Children;
import dev.liquidity.bench.rig.Jars;
import dev.liquidity.bench.section.Course;
import dev.liquidity.bench.section.Plan;
import dev.liquidity.bench.section.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs sections one after the other. A section that fails costs its own figures, and the exit code 1. */
@Command(
        name = "run",
        description = "Measures, and prints one table.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    private final List<Section> sections;

    @Option(names = "--only", split = ",", paramLabel = "SECTION", description = "These sections alone.")
    private List<String> only = List.of();

    @Option(names = "--quick", description = "Short runs, to see that all works; the figures are rough.")
    private boolean quick;

    @Option(
            names = "--service-flags",
            description =
                    "Connector and receiver with the JVM flags of their service files; default: a plain java -jar.")
    private boolean serviceFlags;

    @Option(
            names = "--instruments",
            defaultValue = "1700",
            description = "Instruments of all sections but the growth; default: ${DEFAULT-VALUE}.")
    private int instruments;

    @Option(
            names = "--even",
            description = "Each instrument ticks as often as any other where a full stream is read; default: by its"
                    + " liquidity.")
    private boolean even;

    @Option(
            names = "--against",
            paramLabel = "ROOT",
            description = "Another build of the project, measured by the section compare in turns with this one.")
    private Path against;

    @Option(
            names = "--rate",
            defaultValue = "40000",
            description = "Ticks a second of the audited pipeline; default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--growth-instruments",
            split = ",",
            description = "Instruments to compare; default: 500,1700,4500,9000, quick 500,9000.")
    private List<Integer> growthInstruments;

    @Option(
            names = "--store-millions",
            split = ",",
            description = "Sizes of the database to compare, in millions of ticks, of 0.7 GB each; default: 0,5,20,50,"
                    + " quick 0,1.")
    private List<Integer> storeMillions;

    @Option(
            names = "--root",
            defaultValue = ".",
            description = "The project's root, where the jars are; default: here.")
    private Path root;

    @Option(
            names = "--work",
            description = "For everything that is written meanwhile, and removed; default: a new one.")
    private Path work;

    @Option(
            names = "--json",
            description = "Where the figures are also written as JSON; default: src-test-data/bench/target/bench.json.")
    private Path json;

    @Spec
    private CommandSpec spec;

    RunCommand(List<Section> sections) {
        this.sections = sections;
    }

    @Override
    public Integer call() throws Exception {
        List<String> names = sections.stream().map(Section::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "no section " + name + ", but " + String.join(", ", names));
            }
        }
        Jars jars = new Jars(root);
        Plan plan = new Plan(
                quick,
                serviceFlags,
                instruments,
                even,
                against,
                rate,
                quick ? 300_000 : 10_000_000,
                growthInstruments != null
                        ? growthInstruments
                        : quick ? List.of(500, 9_000) : List.of(500, 1_700, 4_500, 9_000),
                storeMillions != null ? storeMillions : quick ? List.of(0, 1) : List.of(0, 5, 20, 50));
        Map<String, String> circumstances = Machine.describe();
        circumstances.put("version", jars.version());
        circumstances.put(
                "options", String.join(" ", spec.commandLine().getParseResult().originalArgs()));
        Report report = new Report(circumstances);
        Path directory = work == null
                ? Files.createTempDirectory("bench")
                : Files.createTempDirectory(Files.createDirectories(work), "bench");
        Children children = new Children(directory);
        Thread cleaner = new Thread(children::close, "bench-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        Course course = Course.of(plan, jars, children, report);
        for (Section section : sections) {
            if (only.isEmpty() || only.contains(section.name())) {
                course.run(section);
            }
        }
        System.out.println();
        System.out.print(report.table());
        Path file = json == null ? root.resolve("src-test-data/bench/target/bench.json") : json;
        report.writeJson(file);
        System.out.println("written to " + file);
        return report.isComplete() ? 0 : 1;
    }
}
