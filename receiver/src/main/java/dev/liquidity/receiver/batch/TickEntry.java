package dev.liquidity.receiver.batch;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;

/**
 * A tick that was read from the stream.
 *
 * @param id its entry's ID, which is its identity and fits into {@code ticks.id}
 * @param tradeDate IST date of its exchange time; without one, of its arrival; without that, of its entry:
 *     {@code 2026-11-22}
 */
public record TickEntry(StreamId id, Tick tick, String tradeDate) {
    private static final int USUAL_LEVELS = 10;

    /** Exchange time, without one the time of arrival, without that the entry's: microseconds since the epoch. */
    public long timeMicros() {
        if (tick.exchangeTimeMicros() != Tick.ABSENT) {
            return tick.exchangeTimeMicros();
        }
        return tick.receivedAtMicros() != Tick.ABSENT ? tick.receivedAtMicros() : id.millis() * 1000;
    }

    /** What it costs to hold it, in ticks of five levels a side. */
    int weight() {
        Depth depth = tick.depth();
        int levels = depth == null ? 0 : depth.levels(Side.BUY) + depth.levels(Side.SELL);
        return Math.max(1, levels / USUAL_LEVELS);
    }
}
