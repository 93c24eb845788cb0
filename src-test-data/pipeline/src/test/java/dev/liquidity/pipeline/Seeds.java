package dev.liquidity.pipeline;

/** Where random moments come from. */
final class Seeds {
    private Seeds() {}

    /** {@code -Dfault.seed=…} repeats a build's; without it every build tries other moments. */
    static long ofBuild() {
        Long given = Long.getLong("fault.seed");
        return given == null ? System.nanoTime() % 1_000_000 : given;
    }
}
