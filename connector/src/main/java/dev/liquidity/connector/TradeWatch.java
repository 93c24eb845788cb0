package dev.liquidity.connector;

import static dev.liquidity.common.wire.PacketLayout.*;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.tick.Segment;
import dev.liquidity.common.wire.Frames;
import dev.liquidity.common.wire.PacketLayout;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees whether instruments trade: whether the last trade time of one changes, or its volume or price in the modes
 * without that time. Indices don't count, which are calculated after the close, too; neither do packets that only
 * repeat the last trade, as each subscription brings them. Costs nothing until it is started. Thread-safe.
 */
final class TradeWatch {
    private final Map<Integer, Integer> lastTrades = new ConcurrentHashMap<>();
    private volatile boolean isStarted;
    private volatile long lastTradeMicros = Long.MIN_VALUE;

    /** Begins to look at frames. */
    void start() {
        isStarted = true;
    }

    /** Looks no more; returns how many tradable instruments were seen. */
    int pause() {
        isStarted = false;
        int seen = lastTrades.size();
        lastTrades.clear();
        return seen;
    }

    /** @param arrivedAtMicros microseconds since the epoch */
    void onFrame(byte[] frame, long arrivedAtMicros) {
        if (!isStarted) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        int at = COUNT_BYTES;
        for (int left = Frames.countPackets(frame, 0, frame.length); left > 0; left--) {
            int length = Frames.u16(frame, at);
            int packet = at + LENGTH_BYTES;
            int changing = changingField(length);
            if (changing > 0 && Segment.isTradable(bytes.getInt(packet + TOKEN))) {
                Integer trade = bytes.getInt(packet + changing);
                Integer before = lastTrades.put(bytes.getInt(packet + TOKEN), trade);
                if (before != null && !before.equals(trade)) {
                    lastTradeMicros = arrivedAtMicros;
                }
            }
            at = packet + length;
        }
    }

    /** Where a tradable instrument's packet has what changes with a trade; 0 for other packets. */
    private static int changingField(int length) {
        return switch (length) {
            case LTP_LENGTH -> LAST_PRICE;
            case QUOTE_LENGTH -> VOLUME;
            default -> PacketLayout.isFullLength(length) ? LAST_TRADE_TIME : 0;
        };
    }

    /** Whether a trade was seen at an instant or later. */
    boolean tradedSince(Instant instant) {
        return lastTradeMicros >= EpochMicros.of(instant);
    }
}
