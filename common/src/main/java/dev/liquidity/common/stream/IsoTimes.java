package dev.liquidity.common.stream;

import static dev.liquidity.common.stream.JsonBuffer.ascii;

import dev.liquidity.common.market.Ist;

/** Prints times as {@link Ist} does, but into a buffer, and with the date of the last time ready. Not thread-safe. */
final class IsoTimes {
    private static final long MICROS = 1_000_000;
    private static final long DAY_SECONDS = 86_400;
    private static final long OFFSET_SECONDS = 19_800;

    private long day = Long.MIN_VALUE;
    private byte[] date;

    /** Writes a time in quotes, as a value; with microseconds if asked for, or if it is not a whole second. */
    void write(JsonBuffer out, long epochMicros, boolean withMicros) {
        append(out.raw('"'), epochMicros, withMicros);
        out.raw('"').comma();
    }

    /** Like {@link #write}, but without the quotes and the comma. */
    void append(JsonBuffer out, long epochMicros, boolean withMicros) {
        long seconds = Math.floorDiv(epochMicros, MICROS) + OFFSET_SECONDS;
        int micros = (int) Math.floorMod(epochMicros, MICROS);
        if (day != Math.floorDiv(seconds, DAY_SECONDS)) {
            day = Math.floorDiv(seconds, DAY_SECONDS);
            date = ascii(Ist.date(epochMicros).toString() + 'T');
        }
        int time = (int) Math.floorMod(seconds, DAY_SECONDS);
        out.raw(date)
                .padded(time / 3600, 2)
                .raw(':')
                .padded(time / 60 % 60, 2)
                .raw(':')
                .padded(time % 60, 2);
        if (withMicros || micros != 0) {
            out.raw('.').padded(micros, 6);
        }
    }
}
