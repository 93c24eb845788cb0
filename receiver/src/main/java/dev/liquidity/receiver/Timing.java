package dev.liquidity.receiver;

import java.time.Duration;

/**
 * How patient the receiver is; tests are less so. Immutable.
 *
 * @param aliveTtl how long a process may be silent before it counts as dead
 * @param deadAfter how long an entry of a dead consumer must be idle to be taken over
 * @param instrumentsInterval between two looks at a day's instruments
 * @param redisPatience how long Redis may be out of reach at the start
 */
record Timing(Duration aliveTtl, Duration deadAfter, Duration instrumentsInterval, Duration redisPatience) {
    static final Timing USUAL =
            new Timing(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));
}
