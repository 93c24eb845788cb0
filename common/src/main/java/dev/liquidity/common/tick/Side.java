package dev.liquidity.common.tick;

import java.util.List;

/** A side of the order book. */
public enum Side {
    BUY("buy"),
    SELL("sell");

    /** Both, without a copy for each use. */
    public static final List<Side> ALL = List.of(values());

    private final String label;

    Side(String label) {
        this.label = label;
    }

    /** The name in the stream and in the store: {@code buy} or {@code sell}. */
    public String label() {
        return label;
    }
}
