package dev.liquidity.common.runtime;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Growing waits between attempts, doubled from a first one up to a last one, each shortened at random by up to half. Not thread-safe. */
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

    /** Notes a failed attempt and says how long to wait before the next, in milliseconds. */
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
