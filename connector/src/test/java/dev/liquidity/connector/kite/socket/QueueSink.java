package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.connector.queue.Arrival;
import dev.liquidity.connector.queue.ArrivalQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The program's own queue behind the sockets; a test empties it as slowly as it likes. */
final class QueueSink implements FrameSink {
    private final ArrivalQueue queue;
    private final List<FeedGap> gaps = new CopyOnWriteArrayList<>();
    private final AtomicLong offered = new AtomicLong();
    private volatile long highest;
    private long packets;

    QueueSink(long capacityBytes, Duration stallTimeout) {
        queue = new ArrivalQueue(capacityBytes, stallTimeout);
    }

    @Override
    public boolean onFrame(int socket, long arrivedAtMicros, byte[] bytes) {
        boolean isTaken = queue.offer(new Arrival.Frame(socket, arrivedAtMicros, bytes));
        highest = Math.max(highest, queue.weight());
        offered.addAndGet(packets(bytes));
        return isTaken;
    }

    @Override
    public void onGap(FeedGap gap) {
        gaps.add(gap);
    }

    /** Takes all there is. */
    void take() throws InterruptedException {
        for (Arrival arrival : queue.take(0)) {
            packets += packets(((Arrival.Frame) arrival).bytes());
        }
    }

    /** Packets taken so far. */
    long packets() {
        return packets;
    }

    /** Packets of all frames, those that were dropped included. */
    long offered() {
        return offered.get();
    }

    private static int packets(byte[] frame) {
        return (frame[0] & 0xff) << 8 | frame[1] & 0xff;
    }

    List<FeedGap> gaps() {
        return gaps;
    }

    long dropped() {
        return queue.dropped();
    }

    /** The most bytes that waited. */
    long highest() {
        return highest;
    }
}
