package dev.liquidity.common.tick;

/** A side of the order book. */
public enum Side {
    BUY("buy"),
    SELL("sell");

    private final String label;

    Side(String label) {
        this.label = label;
    }

    /** The name in the stream and in the store: {@code buy} or {@code sell}. */
    public String label() {
        return label;
    }
}
