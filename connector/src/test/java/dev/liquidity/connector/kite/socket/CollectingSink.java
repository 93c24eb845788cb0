package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.stream.FeedGap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what the sockets deliver. */
final class CollectingSink implements FrameSink {
    /** A message or a gap. */
    record Delivery(int socket, long arrivedAtMicros, byte[] bytes, FeedGap gap) {}

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    @Override
    public boolean onFrame(int socket, long arrivedAtMicros, byte[] bytes) {
        deliveries.add(new Delivery(socket, arrivedAtMicros, bytes, null));
        return true;
    }

    @Override
    public void onGap(FeedGap gap) {
        deliveries.add(new Delivery(gap.socket(), 0, null, gap));
    }

    /** In the order of their arrival. */
    List<Delivery> deliveries() {
        return deliveries;
    }

    List<FeedGap> gaps() {
        return deliveries.stream()
                .filter(it -> it.gap() != null)
                .map(Delivery::gap)
                .toList();
    }

    long frames(int socket) {
        return deliveries.stream()
                .filter(it -> it.gap() == null && it.socket() == socket)
                .count();
    }

    /** Packets in all frames, by their counts. */
    long packets() {
        return deliveries.stream()
                .filter(it -> it.gap() == null)
                .mapToLong(it -> (it.bytes()[0] & 0xff) << 8 | it.bytes()[1] & 0xff)
                .sum();
    }
}
