package dev.liquidity.pipeline;

/** Seeds of random moments. */
final class Seeds {
    private Seeds() {}

    /** {@code -Dfault.seed=…} repeats a run; without it every one tries other moments, and prints its seed. */
    static long ofBuild() {
        long seed = Long.getLong("fault.seed", System.nanoTime() % 1_000_000);
        System.out.println("seed " + seed);
        return seed;
    }
}
