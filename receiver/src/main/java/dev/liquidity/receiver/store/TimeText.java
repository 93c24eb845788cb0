package dev.liquidity.receiver.store;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Tick;

/**
 * Formats times in India as text. Keeps the last few, as many ticks have the same exchange second and the same arrival.
 * Not thread-safe: used by the store-writer thread only.
 */
final class TimeText {
    private static final int SLOTS = 64;

    private final boolean withMicros;
    private final long[] times = new long[SLOTS];
    private final String[] texts = new String[SLOTS];

    /** @param withMicros true for six decimals even of a whole second */
    TimeText(boolean withMicros) {
        this.withMicros = withMicros;
    }

    /** The text of a time in microseconds since the epoch; null for {@link Tick#ABSENT}. */
    String of(long micros) {
        if (micros == Tick.ABSENT) {
            return null;
        }
        int slot = (int) ((micros ^ micros / 1_000_000) & SLOTS - 1);
        if (texts[slot] == null || times[slot] != micros) {
            texts[slot] = withMicros ? Ist.formatMicros(micros) : Ist.format(micros);
            times[slot] = micros;
        }
        return texts[slot];
    }
}
