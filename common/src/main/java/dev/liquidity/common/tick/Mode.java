package dev.liquidity.common.tick;

import java.util.Locale;

/** How much of an instrument the exchange sends: the price, the day's quote, or the quote with depth. */
public enum Mode {
    LTP,
    QUOTE,
    FULL;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name on the wire, in the stream and in the configuration: {@code ltp}, {@code quote} or {@code full}. */
    public String label() {
        return label;
    }

    /**
     * The mode of a label.
     *
     * @return the mode; null if none has that label
     */
    public static Mode ofLabel(String label) {
        for (Mode mode : values()) {
            if (mode.label.equals(label)) {
                return mode;
            }
        }
        return null;
    }
}
