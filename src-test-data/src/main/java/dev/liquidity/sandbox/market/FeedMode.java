package dev.liquidity.sandbox.market;

import dev.liquidity.sandbox.wire.PacketLayout;
import java.util.Locale;

/** How much of an instrument a socket asked for. */
public enum FeedMode {
    LTP(PacketLayout.LTP_LENGTH, PacketLayout.LTP_LENGTH),
    QUOTE(PacketLayout.QUOTE_LENGTH, PacketLayout.INDEX_QUOTE_LENGTH),
    FULL(PacketLayout.FULL_LENGTH, PacketLayout.INDEX_FULL_LENGTH);

    /** A tradable's packet, in bytes. */
    public final int tradableLength;

    /** An index's packet, in bytes. */
    public final int indexLength;

    FeedMode(int tradableLength, int indexLength) {
        this.tradableLength = tradableLength;
        this.indexLength = indexLength;
    }

    /** {@code ltp}, {@code quote} or {@code full}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of a label; null if absent. */
    public static FeedMode ofLabel(String label) {
        for (FeedMode mode : values()) {
            if (mode.label().equals(label)) {
                return mode;
            }
        }
        return null;
    }
}
