package dev.liquidity.pipeline;

import java.time.Duration;

/**
 * When the connector logs in at once though it has done so before: a minute after its first login, and after each further one when twice as
 * long has passed as had to before. A second witness, and a strict one: a connector that was started anew begins with a minute again.
 */
final class LoginTimes {
    private Duration pause = Duration.ofMinutes(1);
    private long nextNanos = System.nanoTime() + pause.toNanos();

    /** Whether a login may follow now; if so, it is taken to. */
    boolean mayFollow() {
        if (System.nanoTime() - nextNanos < 0) {
            return false;
        }
        pause = pause.multipliedBy(2);
        nextNanos = System.nanoTime() + pause.toNanos();
        return true;
    }
}
