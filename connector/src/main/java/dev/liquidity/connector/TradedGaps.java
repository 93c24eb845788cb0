package dev.liquidity.connector;

import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.connector.kite.socket.FrameSink;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Passes on what the sockets deliver, but no gap of a day without trading: a holiday misses nothing. Such a gap is held
 * back, and passed on should an instrument trade, since a session may be missing in the calendar. Thread-safe.
 */
final class TradedGaps implements FrameSink {
    private final FrameSink next;
    private final MarketHours hours;
    private final TradeWatch trades;
    private final Queue<FeedGap> held = new ConcurrentLinkedQueue<>();

    TradedGaps(FrameSink next, MarketHours hours, TradeWatch trades) {
        this.next = next;
        this.hours = hours;
        this.trades = trades;
    }

    @Override
    public boolean onFrame(int socket, long arrivedAtMicros, byte[] bytes) {
        trades.onFrame(bytes, arrivedAtMicros);
        if (!held.isEmpty() && trades.tradedSince(Instant.EPOCH)) {
            for (FeedGap gap = held.poll(); gap != null; gap = held.poll()) {
                next.onGap(gap);
            }
        }
        return next.onFrame(socket, arrivedAtMicros, bytes);
    }

    @Override
    public void onGap(FeedGap gap) {
        if (hours.tradesBetween(gap.from(), gap.to()) || trades.tradedSince(Instant.EPOCH)) {
            next.onGap(gap);
        } else {
            held.add(gap);
        }
    }
}
