package dev.liquidity.receiver.batch;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.time.Instant;

/**
 * A tick that was read from the stream. Immutable.
 *
 * @param id its entry's ID, which is the tick's identity and fits into {@code ticks.id}
 * @param timeMicros the exchange's time, in microseconds since the epoch; if it has none, or one that can't be, the
 *     time of arrival
 * @param tradeDate date in India of that time: {@code 2026-11-22}
 */
public record TickEntry(StreamId id, Tick tick, long timeMicros, String tradeDate) {
    /** Earlier times are placeholders. */
    public static final long YEAR_2000 = EpochMicros.of(Instant.parse("2000-01-01T00:00:00Z"));

    private static final int USUAL_LEVELS = 10;

    /**
     * When it arrived, in microseconds since the epoch. Another program's entry may not say so: then it is the time of
     * its ID, unless that is none.
     */
    public long receivedAtMicros() {
        if (tick.receivedAtMicros() != Tick.ABSENT) {
            return tick.receivedAtMicros();
        }
        return id.epochMicros() >= YEAR_2000 ? id.epochMicros() : Tick.ABSENT;
    }

    /** Whether its time is the exchange's. */
    public boolean isTimedByExchange() {
        return timeMicros == tick.exchangeTimeMicros();
    }

    /** Its size in memory, in ticks with five levels a side. */
    int weight() {
        Depth depth = tick.depth();
        int levels = depth == null ? 0 : depth.levels(Side.BUY) + depth.levels(Side.SELL);
        return Math.max(1, levels / USUAL_LEVELS);
    }
}
