package dev.liquidity.sandbox.fault;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A fault that holds for the next few requests, or for a while. Thread-safe. */
public final class Countdown {
    private final AtomicLong left = new AtomicLong();
    private volatile long untilNanos;
    private volatile boolean timed;

    /** Holds for the next {@code count} requests. */
    public void next(long count) {
        left.set(count);
    }

    /** Holds for a while from now. */
    public void during(Duration duration) {
        untilNanos = System.nanoTime() + duration.toNanos();
        timed = true;
    }

    /** Ends it. */
    public void clear() {
        left.set(0);
        timed = false;
    }

    /** Whether it holds for this request, which is counted. */
    public boolean strikes() {
        if (timed && untilNanos - System.nanoTime() > 0) {
            return true;
        }
        return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
}
