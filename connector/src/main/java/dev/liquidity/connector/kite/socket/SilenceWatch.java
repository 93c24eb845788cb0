package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.stream.FeedGap;
import java.util.Optional;

/**
 * Knows one socket's last message, and turns an interruption into a {@link FeedGap}: from the last message before it to the first one after
 * it, however many connections were tried between. Thread-safe.
 */
final class SilenceWatch {
    private final int socket;
    private final int instruments;
    private long lastMessageMicros;
    private String reason;

    /**
     * @param sinceMicros when the last message came, or could first have come
     * @param reason why nothing came since; null when nothing is amiss
     */
    SilenceWatch(int socket, int instruments, long sinceMicros, String reason) {
        this.socket = socket;
        this.instruments = instruments;
        lastMessageMicros = sinceMicros;
        this.reason = reason;
    }

    /** Notes a message; gives the gap that it ended. */
    synchronized Optional<FeedGap> onMessage(long atMicros) {
        Optional<FeedGap> gap = gapUntil(atMicros);
        reason = null;
        lastMessageMicros = atMicros;
        return gap;
    }

    /** Notes that the connection ended; the first reason of an interruption counts. */
    synchronized void onInterruption(String why) {
        if (reason == null) {
            reason = why;
        }
    }

    /** The gap that is still open at the end of the session. */
    synchronized Optional<FeedGap> onEnd(long atMicros) {
        return gapUntil(atMicros);
    }

    private Optional<FeedGap> gapUntil(long atMicros) {
        if (reason == null) {
            return Optional.empty();
        }
        long to = Math.max(atMicros, lastMessageMicros);
        return Optional.of(new FeedGap(
                socket, EpochMicros.toInstant(lastMessageMicros), EpochMicros.toInstant(to), reason, instruments));
    }
}
