package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.stream.FeedGap;

/** Takes what the sockets deliver; no call may wait. */
public interface FrameSink {
    /**
     * A binary message with packets.
     *
     * @param socket 1 to 3
     * @param arrivedAtMicros microseconds since the epoch
     * @param bytes two or more; given away
     */
    void onFrame(int socket, long arrivedAtMicros, byte[] bytes);

    /** An interval in which nothing could arrive; told before the message that ended it. */
    void onGap(FeedGap gap);
}
