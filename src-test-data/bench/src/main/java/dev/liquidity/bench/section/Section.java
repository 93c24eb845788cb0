package dev.liquidity.bench.section;

/** A part of the benchmark. */
public interface Section {
    /** The name for {@code --only} and the report. */
    String name();

    /** What it measures, in a line. */
    String about();

    /** Measures, and adds its figures to the course's report. */
    void run(Course course) throws Exception;
}
