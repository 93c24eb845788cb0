package dev.liquidity.connector.journal;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.stream.FeedGap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded queue between the sockets and the journal. A socket never waits at it: what does not fit is dropped, counted, and becomes a
 * {@link FeedGap} at the place in the queue where it is missing.
 */
public final class ArrivalQueue {
    private static final int ALL_SOCKETS = 0;
    private static final int UNKNOWN_INSTRUMENTS = 0;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Arrival> waiting = new ArrayDeque<>();
    private final long capacityBytes;
    private long weight;
    private long dropped;
    private long droppedFromMicros;
    private long droppedToMicros;
    private long droppedSinceGap;

    /**
     * @param capacityBytes room for the bytes of all that waits
     */
    public ArrivalQueue(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /**
     * Takes a frame, or drops it when the queue is full.
     *
     * @return whether it was taken
     */
    public boolean offer(Arrival.Frame frame) {
        lock.lock();
        try {
            if (weight + frame.weight() > capacityBytes) {
                if (droppedSinceGap++ == 0) {
                    droppedFromMicros = frame.arrivedAtMicros();
                }
                droppedToMicros = frame.arrivedAtMicros();
                dropped++;
                return false;
            }
            closeDrop();
            add(frame);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what is too rare and too important to be dropped. */
    public void put(Arrival arrival) {
        lock.lock();
        try {
            closeDrop();
            add(arrival);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for one and takes what is there.
     *
     * @return all that waits, oldest first; empty when nothing came in time
     */
    public List<Arrival> take(long waitMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (waiting.isEmpty() && droppedSinceGap == 0) {
                arrived.await(waitMillis, TimeUnit.MILLISECONDS);
            }
            closeDrop();
            List<Arrival> taken = new ArrayList<>(waiting);
            waiting.clear();
            weight = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Frames dropped so far. */
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Arrivals that wait. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that wait. */
    public long weight() {
        lock.lock();
        try {
            return weight;
        } finally {
            lock.unlock();
        }
    }

    private void add(Arrival arrival) {
        waiting.add(arrival);
        weight += arrival.weight();
        arrived.signal();
    }

    private void closeDrop() {
        if (droppedSinceGap > 0) {
            String reason = droppedSinceGap + " frames dropped: the journal could not be written as fast as they came";
            droppedSinceGap = 0;
            add(new Arrival.Gap(new FeedGap(
                    ALL_SOCKETS,
                    EpochMicros.toInstant(droppedFromMicros),
                    EpochMicros.toInstant(droppedToMicros),
                    reason,
                    UNKNOWN_INSTRUMENTS)));
        }
    }
}
