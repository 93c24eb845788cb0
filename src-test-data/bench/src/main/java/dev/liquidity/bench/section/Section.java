package dev.liquidity.bench.section;

/** A part of the benchmark that can be run alone. */
public interface Section {
    /** By which {@code --only} selects it, and under which its figures stand. */
    String name();

    /** What it measures, in a line. */
    String about();

    /** Measures, and adds its figures to the course's report. */
    void run(Course course) throws Exception;
}
