package dev.liquidity.sandbox.ticker;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What all sockets share about the flow of ticks: whether it runs, how fast, and how many went out. Thread-safe. */
public final class Flow {
    private final DoubleAdder subscribedWeight = new DoubleAdder();
    private final LongAdder sent = new LongAdder();
    private volatile Rate rate;
    private volatile boolean running;

    /**
     * @param running whether ticks flow from the start; a subscription brings a cached one either way
     */
    public Flow(Rate rate, boolean running) {
        this.rate = rate;
        this.running = running;
    }

    public Rate rate() {
        return rate;
    }

    public void rate(Rate value) {
        rate = value;
    }

    public boolean running() {
        return running;
    }

    /** Stops or starts the ticks; heartbeats go on. */
    public void running(boolean value) {
        running = value;
    }

    /** Ticks sent since the start, on all sockets. */
    public long sent() {
        return sent.sum();
    }

    void countSent(int ticks) {
        sent.add(ticks);
    }

    void addWeight(double ticksPerSecond) {
        subscribedWeight.add(ticksPerSecond);
    }

    /**
     * Ticks a second for a socket whose instruments have this weight.
     *
     * @param burst how many times its market's usual pace
     */
    double share(double weight, double burst) {
        Rate now = rate;
        if (now.kind() == Rate.Kind.TOTAL) {
            return now.perSecond() * weight / Math.max(weight, subscribedWeight.sum());
        }
        return weight * burst;
    }
}
