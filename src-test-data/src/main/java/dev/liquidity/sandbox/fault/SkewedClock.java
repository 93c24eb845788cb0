package dev.liquidity.sandbox.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that can be set wrong: the sandbox's own, beside the host's. */
public final class SkewedClock extends Clock {
    private final Clock base;
    private volatile Duration skew = Duration.ZERO;

    public SkewedClock(Clock base) {
        this.base = base;
    }

    /** Sets it ahead, or behind with a negative duration. */
    public void skew(Duration ahead) {
        skew = ahead;
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(base.withZone(zone), skew);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(skew);
    }
}
