package dev.liquidity.connector.kite.rest;

import java.time.Duration;

/** Waits. In the program, a stop ends the wait by an {@link InterruptedException}; a test has its own clock. */
@FunctionalInterface
public interface Sleeper {
    /** Waits; returns at once if the time is zero or less. */
    void sleep(Duration time) throws InterruptedException;
}
