package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.market.MarketHours;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Notices that a connected socket has no ticks in market hours: for a minute, or for 20 times as long as it usually
 * waits for them, so that one of a few quiet instruments makes no false alarm. Each alarm in a row waits twice as long
 * as the one before, since the exchange itself may have halted. What comes in a connection's first half minute proves
 * nothing: each subscription brings cached ticks. Not thread-safe: used by the socket's thread only.
 */
final class TickWatchdog {
    private static final double SHORTEST_SECONDS = 60;
    /** Ticks at random times stay away for so many mean intervals once in 500 million times. */
    private static final int INTERVALS = 20;
    /** How far back the mean interval reaches, about. */
    private static final double MEMORY_SECONDS = 300;

    private static final double CACHED_SECONDS = 30;
    /** The fifth alarm in a row and all later ones come 16 minutes apart. */
    private static final int MOST_DOUBLINGS = 4;

    private final MarketHours hours;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Runnable onQuiet;
    private double now;
    private long lastOpened;
    private double begun;
    private double quietSince;
    private double lastLiveFrame;
    private double recentFrames;
    private long lastFrames;
    private int alarms;

    /**
     * @param nanos measures time, as {@link System#nanoTime} does
     * @param onQuiet runs at each look at which ticks are missing
     */
    TickWatchdog(MarketHours hours, InstantSource clock, LongSupplier nanos, Runnable onQuiet) {
        this.hours = hours;
        this.clock = clock;
        this.nanos = nanos;
        this.onQuiet = onQuiet;
    }

    /**
     * Looks at an open connection, a few times a second.
     *
     * @param opened tells one connection from another
     * @param frames with ticks that it delivered so far
     * @return whether ticks have been missing for so long that a new connection may help
     */
    boolean isAlarmed(long opened, long frames) {
        now = nanos.getAsLong() / 1e9;
        if (opened != lastOpened) {
            lastOpened = opened;
            begun = now;
            quietSince = now;
            lastFrames = 0;
        }
        if (frames > lastFrames && now - begun > CACHED_SECONDS) {
            recentFrames = recentFrames * Math.exp((lastLiveFrame - now) / MEMORY_SECONDS) + frames - lastFrames;
            lastLiveFrame = now;
            alarms = 0;
        }
        if (frames > lastFrames || !hours.isBusy(clock.instant())) {
            quietSince = now;
        }
        lastFrames = frames;
        double allowed = Math.max(SHORTEST_SECONDS, INTERVALS * MEMORY_SECONDS / recentFrames);
        if (now - quietSince >= allowed) {
            onQuiet.run();
        }
        boolean isAlarmed = now - quietSince >= allowed * (1 << Math.min(alarms, MOST_DOUBLINGS));
        alarms += isAlarmed ? 1 : 0;
        return isAlarmed;
    }

    /** How long no tick had come at the last look. */
    long quietSeconds() {
        return (long) (now - quietSince);
    }
}
