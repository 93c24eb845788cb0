package dev.liquidity.bench;

import dev.liquidity.bench.section.BurstSection;
import dev.liquidity.bench.section.CeilingsSection;
import dev.liquidity.bench.section.CompareSection;
import dev.liquidity.bench.section.ConnectorSection;
import dev.liquidity.bench.section.DecoderSection;
import dev.liquidity.bench.section.GrowthSection;
import dev.liquidity.bench.section.LatencySection;
import dev.liquidity.bench.section.MemorySection;
import dev.liquidity.bench.section.PipelineSection;
import dev.liquidity.bench.section.ReceiverSection;
import dev.liquidity.bench.section.Section;
import dev.liquidity.bench.section.StartSection;
import dev.liquidity.bench.section.StoreSection;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmark's command. */
@Command(
        name = "bench",
        description = "Measures the built jars against the sandbox, and against what this machine allows.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Bench {
    private Bench() {}

    public static void main(String[] args) {
        List<Section> ofInstruments = List.of(
                new ConnectorSection(),
                new ReceiverSection(),
                new PipelineSection(),
                new LatencySection(),
                new BurstSection(),
                new MemorySection(),
                new StartSection());
        List<Section> sections = new ArrayList<>(List.of(new DecoderSection(), new CeilingsSection()));
        sections.addAll(ofInstruments);
        sections.add(new GrowthSection(ofInstruments));
        sections.add(new StoreSection());
        sections.add(new CompareSection());
        CommandLine command = new CommandLine(new Bench())
                .addSubcommand("run", new RunCommand(sections))
                .addSubcommand("sections", new SectionsCommand(sections))
                .addSubcommand("prefill", new PrefillCommand());
        System.exit(command.execute(args));
    }
}
