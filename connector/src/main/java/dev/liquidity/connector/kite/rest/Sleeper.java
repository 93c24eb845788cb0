package dev.liquidity.connector.kite.rest;

import java.time.Duration;

/** Waits: for real in the program, where a stop ends the wait by an {@link InterruptedException}; on a clock of its own in a test. */
@FunctionalInterface
public interface Sleeper {
    /** Waits so long; zero or less returns at once. */
    void sleep(Duration time) throws InterruptedException;
}
