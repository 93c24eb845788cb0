package dev.liquidity.receiver.store;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Tick;

/** IST texts of times. Ticks share their exchange's seconds and their frame's arrival, so the last few are kept. Not thread-safe. */
final class TimeText {
    private static final int SLOTS = 64;

    private final boolean withMicros;
    private final long[] times = new long[SLOTS];
    private final String[] texts = new String[SLOTS];

    /**
     * @param withMicros whether a whole second, too, is printed with six more digits
     */
    TimeText(boolean withMicros) {
        this.withMicros = withMicros;
    }

    /** The text of a time in microseconds since the epoch; null for an absent one. */
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
