package dev.liquidity.bench.section;

import java.util.List;

/** The sections that depend on how many instruments there are, with more and more of them. */
public final class GrowthSection implements Section {
    private final List<Section> sections;

    /**
     * @param sections to run for each number of instruments
     */
    public GrowthSection(List<Section> sections) {
        this.sections = sections;
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String about() {
        return "the same at 500 to 9,000 instruments: "
                + String.join(", ", sections.stream().map(Section::name).toList());
    }

    @Override
    public void run(Course course) {
        for (int instruments : course.plan().growthInstruments()) {
            Course grown = course.of(instruments);
            System.out.printf("%,d instruments%n", instruments);
            sections.forEach(grown::run);
        }
    }
}
