package dev.liquidity.common.runtime;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between attempts that double from a first one to a last one, each shortened by a random part of up to half. Not
 * thread-safe: used by one thread.
 */
public final class Backoff {
    private final long firstMillis;
    private final long lastMillis;
    private long wholeMillis;
    private int failures;

    public Backoff(Duration first, Duration last) {
        firstMillis = Math.max(1, first.toMillis());
        lastMillis = Math.max(firstMillis, last.toMillis());
        wholeMillis = firstMillis;
    }

    /** Attempts that failed since the last success. */
    public int failures() {
        return failures;
    }

    /**
     * Notes a failed attempt.
     *
     * @return how long to wait before the next one, in milliseconds
     */
    public long nextMillis() {
        failures++;
        long whole = wholeMillis;
        wholeMillis = whole > lastMillis / 2 ? lastMillis : whole * 2;
        return whole - ThreadLocalRandom.current().nextLong(whole / 2 + 1);
    }

    /** Notes a success: the next wait is the first one again. */
    public void reset() {
        failures = 0;
        wholeMillis = firstMillis;
    }
}
