package dev.liquidity.receiver.batch;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Tick;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Decides which of a tick's times counts: the exchange's, without one that of its arrival, without that the one of its
 * entry's ID. A time that can't be, such as one in 2094, is none: it would make a trade date, and stay the newest.
 * Immutable.
 */
public record TickTimes(InstantSource clock) {
    /** Far beyond what a host's clock may be slow. */
    private static final Duration AHEAD = Duration.ofDays(2 * 366);

    /** The tick's time, in microseconds since the epoch. */
    public long of(Tick tick, StreamId id) {
        if (isPossible(tick.exchangeTimeMicros())) {
            return tick.exchangeTimeMicros();
        }
        return isPossible(tick.receivedAtMicros()) ? tick.receivedAtMicros() : id.epochMicros();
    }

    private boolean isPossible(long micros) {
        // A host without the time of day, after 1970, can't judge.
        long now = clock.millis() * 1000;
        return micros != Tick.ABSENT
                && micros >= TickEntry.YEAR_2000
                && (micros <= now + AHEAD.toMillis() * 1000 || now < TickEntry.YEAR_2000);
    }
}
