package dev.liquidity.bench.report;

import java.util.Locale;

/**
 * What a figure should reach.
 *
 * @param atLeast whether more is better
 */
public record Bar(boolean atLeast, double value) {
    public static Bar atLeast(double value) {
        return new Bar(true, value);
    }

    public static Bar atMost(double value) {
        return new Bar(false, value);
    }

    boolean isMetBy(double figure) {
        return atLeast ? figure >= value : figure <= value;
    }

    @Override
    public String toString() {
        return (atLeast ? "≥ " : "≤ ") + number(value);
    }

    /** Three significant digits or whole thousands, as a table wants it. */
    static String number(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, size >= 100 || value == Math.rint(value) ? "%,.0f" : "%.2f", value);
    }
}
