package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.stream.FeedGap;

/** Takes what the sockets deliver. Thread-safe. */
public interface FrameSink {
    /**
     * Takes a binary message with packets. May wait, but much less than the stall timeout: nothing is read from the
     * socket meanwhile, so that TCP holds what the server sends.
     *
     * @param socket 1 to 3
     * @param arrivedAtMicros microseconds since the epoch
     * @param bytes two or more; the caller does not change them any more
     * @return false if there was no room and the frame was dropped
     */
    boolean onFrame(int socket, long arrivedAtMicros, byte[] bytes);

    /** Takes an interval in which ticks could not arrive, or could not be taken; never waits. */
    void onGap(FeedGap gap);
}
