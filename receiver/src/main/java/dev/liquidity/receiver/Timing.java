package dev.liquidity.receiver;

import java.time.Duration;

/**
 * How often the receiver looks after things. Tests are less patient.
 *
 * @param aliveTtl how long a process may be silent before it counts as dead
 * @param deadAfter how long an entry of a dead consumer must have been idle to be taken over
 * @param instrumentsInterval between two looks at a day's instruments
 * @param redisPatience how long Redis may take to be there at start
 */
record Timing(Duration aliveTtl, Duration deadAfter, Duration instrumentsInterval, Duration redisPatience) {
    static final Timing USUAL =
            new Timing(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));
}
