package dev.liquidity.pipeline;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits, always with a bound. */
final class Until {
    private static final long LOOK_NANOS = 20_000_000L;

    private Until() {}

    /**
     * Waits until a condition holds; one that throws does not hold yet.
     *
     * @throws AssertionError naming what was waited for, when the bound has passed
     */
    static void holds(String what, Duration bound, Callable<Boolean> condition) {
        long begin = System.nanoTime();
        Exception last = null;
        do {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        } while (System.nanoTime() - begin < bound.toNanos());
        throw new AssertionError("not within " + bound.toSeconds() + " s: " + what, last);
    }

    /** Lets a fault last: here the time itself is what is injected, and no condition could stand for it. */
    static void elapsed(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
