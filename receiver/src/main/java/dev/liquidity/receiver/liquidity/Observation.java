package dev.liquidity.receiver.liquidity;

import dev.liquidity.common.tick.Tick;
import dev.liquidity.receiver.batch.TickEntry;

/**
 * What is remembered of an instrument's tick until its next one, since some sums are of two ticks. Immutable.
 *
 * @param id the tick's
 * @param minute of the day, by the exchange's time
 * @param receivedAtMicros when it arrived, or {@link Tick#ABSENT}
 * @param volume of the day, units, or {@link Tick#ABSENT}
 * @param oi units, or {@link Tick#ABSENT}
 * @param quote null if it has none
 */
public record Observation(long id, int minute, long receivedAtMicros, long volume, long oi, Quote quote) {
    private static final long MINUTE_MICROS = 60_000_000;
    private static final int MINUTES_A_DAY = 1440;
    private static final int OFFSET_MINUTES = 330;
    private static final double MICROS = 1e6;

    /** Where the sums of a minute are. */
    public interface Minutes {
        /** @param minute of the day in India */
        MinuteSums at(int minute);
    }

    public static Observation of(TickEntry entry) {
        Tick tick = entry.tick();
        return new Observation(
                entry.id().pack(),
                minute(entry.timeMicros()),
                entry.receivedAtMicros(),
                tick.volumeTraded(),
                tick.oi(),
                Quote.of(tick));
    }

    /**
     * Adds what two ticks of an instrument tell that follow each other. A quote stands until the next tick comes, but
     * at most for a minute. What was traded between ticks that are further apart is kept by itself: in which minute it
     * was is not known.
     *
     * @param sign 1; or -1 to take it back when it turns out that a tick was between them
     */
    public static void addPair(Observation first, Observation second, int sign, Minutes minutes) {
        boolean isTimed = first.receivedAtMicros != Tick.ABSENT && second.receivedAtMicros != Tick.ABSENT;
        long between = isTimed ? second.receivedAtMicros - first.receivedAtMicros : 0;
        if (first.quote != null) {
            long end = first.receivedAtMicros + Math.min(between, MINUTE_MICROS);
            for (long from = first.receivedAtMicros; from < end; ) {
                long to = Math.min(end, Math.floorDiv(from, MINUTE_MICROS) * MINUTE_MICROS + MINUTE_MICROS);
                double seconds = sign * (to - from) / MICROS;
                MinuteSums sums = minutes.at(minute(from));
                sums.add(Sum.QUOTED_SECONDS, seconds);
                sums.add(Sum.SPREAD_SECONDS, seconds * first.quote.spread());
                sums.add(Sum.SPREAD_BPS_SECONDS, seconds * first.quote.spreadBps());
                from = to;
            }
        }
        if (first.volume != Tick.ABSENT && second.volume > first.volume) {
            Sum sum = between > MINUTE_MICROS ? Sum.LATE_VOLUME : Sum.VOLUME;
            minutes.at(second.minute).add(sum, sign * (double) (second.volume - first.volume));
        }
        if (first.oi != Tick.ABSENT && second.oi != Tick.ABSENT) {
            minutes.at(second.minute).add(Sum.OI_CHANGE, sign * (double) (second.oi - first.oi));
        }
    }

    private static int minute(long epochMicros) {
        return Math.floorMod(Math.floorDiv(epochMicros, MINUTE_MICROS) + OFFSET_MINUTES, MINUTES_A_DAY);
    }
}
