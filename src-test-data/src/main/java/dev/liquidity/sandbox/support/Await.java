package dev.liquidity.sandbox.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, always with a bound. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = 10_000_000;

    private Await() {}

    /** Waits up to 30 seconds; see {@link #until(String, Duration, Callable)}. */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, PATIENCE, condition);
    }

    /**
     * Waits until a condition holds, looking a hundred times a second. A condition that throws does not hold yet.
     *
     * @throws AssertionError naming what was waited for, with the last exception as its cause
     */
    public static void until(String what, Duration patience, Callable<Boolean> condition) {
        long begin = System.nanoTime();
        Exception last;
        do {
            last = null;
            try {
                if (condition.call()) {
                    return;
                }
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        } while (System.nanoTime() - begin < patience.toNanos());
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what, last);
    }

    /** Lets time pass where the time itself is what a test is about, as the length of an outage. */
    public static void elapsed(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
