package dev.liquidity.receiver;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, with a bound. */
public final class Await {
    private Await() {}

    public static void until(String what, Callable<Boolean> condition) {
        until(what, Duration.ofSeconds(30), condition);
    }

    public static void until(String what, Duration patience, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                last = null;
                if (condition.call()) {
                    return;
                }
                Thread.sleep(10);
            } catch (Exception e) {
                last = e;
            }
        }
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what, last);
    }
}
