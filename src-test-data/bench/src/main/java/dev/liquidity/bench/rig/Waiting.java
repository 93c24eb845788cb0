package dev.liquidity.bench.rig;

import java.io.IOException;

/** Waits for a condition, with a bound. */
public final class Waiting {
    private static final long LOOK_MILLIS = 20;

    private Waiting() {}

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /**
     * @throws IllegalStateException when it does not come in time
     */
    public static void until(double seconds, String what, Condition condition)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + seconds + " s: " + what);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
