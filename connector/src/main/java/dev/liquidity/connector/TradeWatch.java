package dev.liquidity.connector;

import static dev.liquidity.common.wire.PacketLayout.*;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.tick.Segment;
import dev.liquidity.common.wire.Frames;
import dev.liquidity.common.wire.PacketLayout;
import dev.liquidity.connector.kite.socket.FrameSink;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Passes on what the sockets deliver, and sees whether instruments trade: whether the last trade time of one changes,
 * or its volume or price in the modes without that time. Indices don't count, which are calculated after the close,
 * too; neither do packets that only repeat the last trade, as each subscription brings them. Looking at frames costs
 * nothing until it is started. Thread-safe.
 *
 * <p>A gap of a day without trading is held back: a holiday misses nothing. It is passed on should an instrument trade,
 * since a session may be missing in the calendar.
 */
final class TradeWatch implements FrameSink {
    private final FrameSink next;
    private final MarketHours hours;
    private final Queue<FeedGap> held = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> lastTrades = new ConcurrentHashMap<>();
    private volatile boolean isStarted;
    private volatile long lastTradeMicros = Long.MIN_VALUE;

    TradeWatch(FrameSink next, MarketHours hours) {
        this.next = next;
        this.hours = hours;
    }

    @Override
    public boolean onFrame(int socket, long arrivedAtMicros, byte[] bytes) {
        look(bytes, arrivedAtMicros);
        if (!held.isEmpty() && tradedSince(Instant.EPOCH)) {
            for (FeedGap gap = held.poll(); gap != null; gap = held.poll()) {
                next.onGap(gap);
            }
        }
        return next.onFrame(socket, arrivedAtMicros, bytes);
    }

    @Override
    public void onGap(FeedGap gap) {
        if (hours.tradesBetween(gap.from(), gap.to()) || tradedSince(Instant.EPOCH)) {
            next.onGap(gap);
        } else {
            held.add(gap);
        }
    }

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

    private void look(byte[] frame, long arrivedAtMicros) {
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
