package dev.liquidity.bench;

import dev.liquidity.bench.section.Section;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists what can be measured. */
@Command(name = "sections", description = "Lists the sections, in the order in which they are run.")
final class SectionsCommand implements Runnable {
    private final List<Section> sections;

    SectionsCommand(List<Section> sections) {
        this.sections = sections;
    }

    @Override
    public void run() {
        sections.forEach(section -> System.out.printf("%-10s %s%n", section.name(), section.about()));
    }
}
