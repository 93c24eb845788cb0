package dev.liquidity.common.market;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Converts between microseconds since the epoch, the time of ticks, and instants, the time of clocks. */
public final class EpochMicros {
    private EpochMicros() {}

    /** The microseconds of an instant; a finer fraction is truncated. */
    public static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** The instant of microseconds since the epoch. */
    public static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
