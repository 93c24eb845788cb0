package dev.liquidity.bench.report;

/**
 * A measured number.
 *
 * @param section which part of the benchmark measured it
 * @param name what it is
 * @param value in {@code unit}
 * @param bar what it should reach; null for none
 * @param note how it was measured; may be empty
 */
public record Figure(String section, String name, double value, String unit, Bar bar, String note) {
    Figure in(String otherSection) {
        return new Figure(otherSection, name, value, unit, bar, note);
    }

    /** {@code met}, {@code MISSED}, or empty without a bar. */
    String verdict() {
        return bar == null ? "" : bar.isMetBy(value) ? "met" : "MISSED";
    }
}
