package dev.liquidity.bench.latency;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The clock by which the connector stamps arrivals: this machine's. */
public final class WallClock {
    private WallClock() {}

    /** Microseconds since the epoch. */
    public static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
