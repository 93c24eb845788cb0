package dev.liquidity.connector;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.connector.kite.socket.FrameSink;
import java.util.ArrayList;
import java.util.List;

/** Collects the frames and gaps that it is given. */
final class PassedOn implements FrameSink {
    final List<Object> all = new ArrayList<>();

    @Override
    public boolean onFrame(int socket, long arrivedAtMicros, byte[] bytes) {
        return all.add(bytes);
    }

    @Override
    public void onGap(FeedGap gap) {
        all.add(gap);
    }
}
