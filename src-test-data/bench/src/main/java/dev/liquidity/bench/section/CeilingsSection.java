package dev.liquidity.bench.section;

/** The ceilings, also when nothing asks for them. */
public final class CeilingsSection implements Section {
    @Override
    public String name() {
        return Ceilings.SECTION;
    }

    @Override
    public String about() {
        return "what Redis and SQLite take at best here: pipelined XADD, and a bare JDBC loop";
    }

    @Override
    public void run(Course course) throws Exception {
        course.ceilings().xadd(course);
        course.ceilings().jdbc(course);
    }
}
