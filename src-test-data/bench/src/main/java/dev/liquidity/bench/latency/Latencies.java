package dev.liquidity.bench.latency;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Latencies of every tick since its arrival at the connector's socket, in microseconds. Coordinated omission is
 * accounted for: a connector that stalls stamps the ticks that wait for it too late. The exchange sends on every socket
 * every 10 ms, so after a longer silence the next ticks count from 10 ms after the last arrival, when they were due,
 * and not from when they were read. A delay of the exchange itself counts too. Written by one thread; read after that
 * has ended.
 */
public final class Latencies {
    static final long SENT_EVERY_MICROS = 10_000;

    private static final long HIGHEST_MICROS = 600_000_000L;
    private static final long SLOT_MICROS = 100_000;
    private static final int SLOTS = 6_000;
    private static final int DIGITS = 3;

    private final Histogram corrected = new Histogram(HIGHEST_MICROS, DIGITS);
    private final Histogram plain = new Histogram(HIGHEST_MICROS, DIGITS);
    private final long[] worst = new long[SLOTS];
    private final long beginMicros = WallClock.micros();

    void record(long dueAtMicros, long receivedAtMicros, long nowMicros) {
        long micros = bounded(nowMicros - dueAtMicros);
        plain.recordValue(bounded(nowMicros - receivedAtMicros));
        corrected.recordValue(micros);
        int slot = (int) Math.min(SLOTS - 1, Math.max(0, nowMicros - beginMicros) / SLOT_MICROS);
        worst[slot] = Math.max(worst[slot], micros);
    }

    private static long bounded(long micros) {
        return Math.min(HIGHEST_MICROS, Math.max(0, micros));
    }

    /** How many were measured. */
    public long count() {
        return plain.getTotalCount();
    }

    /** A percentile, corrected; 100 for the highest. In milliseconds. */
    public double millis(double percentile) {
        return corrected.getValueAtPercentile(percentile) / 1e3;
    }

    /** The same without the correction, in words. */
    public String uncorrected() {
        return String.format(
                Locale.ROOT,
                "%,d measured; uncorrected p50 %.2f, p99 %.2f, p99.9 %.2f ms",
                plain.getTotalCount(),
                plain.getValueAtPercentile(50) / 1e3,
                plain.getValueAtPercentile(99) / 1e3,
                plain.getValueAtPercentile(99.9) / 1e3);
    }

    /** The highest latency of each tenth of a second between two times, in milliseconds. */
    public double[] worstMillis(long fromMicros, long toMicros) {
        int from = (int) Math.max(0, (fromMicros - beginMicros) / SLOT_MICROS);
        int to = (int) Math.min(SLOTS, (toMicros - beginMicros) / SLOT_MICROS);
        double[] millis = new double[Math.max(0, to - from)];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = worst[from + i] / 1e3;
        }
        return millis;
    }
}
