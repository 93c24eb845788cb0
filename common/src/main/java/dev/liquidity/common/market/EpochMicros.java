package dev.liquidity.common.market;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Microseconds since the epoch, in which ticks tell time, and instants, in which clocks do. */
public final class EpochMicros {
    private EpochMicros() {}

    /** The microseconds of an instant; a finer fraction is cut. */
    public static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** The instant of so many microseconds. */
    public static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
