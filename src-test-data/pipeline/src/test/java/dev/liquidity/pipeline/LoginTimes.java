package dev.liquidity.pipeline;

import java.time.Duration;

/**
 * When the connector may log in again without a wait: a minute after the first login, then after twice as long each
 * time. Stricter than the connector, which begins with a minute again when it is restarted.
 */
final class LoginTimes {
    private Duration pause = Duration.ofMinutes(1);
    private long nextNanos = System.nanoTime() + pause.toNanos();

    /** True if a login may follow now; it is then taken to follow. */
    boolean mayFollow() {
        if (System.nanoTime() - nextNanos < 0) {
            return false;
        }
        pause = pause.multipliedBy(2);
        nextNanos = System.nanoTime() + pause.toNanos();
        return true;
    }
}
