package dev.liquidity.connector.kite;

import dev.liquidity.connector.kite.rest.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that only moves when it is set or somebody sleeps on it. */
public final class ManualClock implements InstantSource, Sleeper {
    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();
    private volatile Instant now;

    public ManualClock(String now) {
        this.now = Instant.parse(now);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void sleep(Duration time) {
        sleeps.add(time);
        now = now.plus(time);
    }

    public void set(String time) {
        now = Instant.parse(time);
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }

    /** All sleeps so far, in order. */
    public List<Duration> sleeps() {
        return sleeps;
    }
}
