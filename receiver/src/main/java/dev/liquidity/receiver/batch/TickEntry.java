package dev.liquidity.receiver.batch;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;

/**
 * A tick that was read from the stream. Immutable.
 *
 * @param id its entry's ID, which is the tick's identity and fits into {@code ticks.id}
 * @param tradeDate date in India of {@link #timeMicros}: {@code 2026-11-22}
 */
public record TickEntry(StreamId id, Tick tick, String tradeDate) {
    private static final int USUAL_LEVELS = 10;

    /** The tick's time, see {@link Tick#timeMicros}: microseconds since the epoch. */
    public long timeMicros() {
        return tick.timeMicros(id.epochMicros());
    }

    /** Its size in memory, in ticks with five levels a side. */
    int weight() {
        Depth depth = tick.depth();
        int levels = depth == null ? 0 : depth.levels(Side.BUY) + depth.levels(Side.SELL);
        return Math.max(1, levels / USUAL_LEVELS);
    }
}
