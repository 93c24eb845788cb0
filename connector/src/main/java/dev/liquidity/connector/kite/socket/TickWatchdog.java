package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.market.MarketHours;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Notices that a socket has no ticks in market hours though it is connected: for a minute, or for 20 times as long as it
 * usually waited for them, so that a socket of a few quiet instruments makes no false alarm. Each alarm in a row waits
 * twice as long as the one before, since the exchange itself may have halted. The cached ticks that follow a
 * subscription prove nothing. Not thread-safe: used by the socket's thread only.
 */
final class TickWatchdog {
    private static final double SHORTEST_SECONDS = 60;
    /** Ticks at random times stay away for so many mean intervals once in 500 million intervals. */
    private static final int INTERVALS = 20;
    /** How far back the mean interval reaches, about. */
    private static final double MEMORY_SECONDS = 300;

    private static final double CACHED_SECONDS = 10;
    /** The fifth alarm in a row and all later ones come 16 minutes apart. */
    private static final int MOST_DOUBLINGS = 4;

    private final MarketHours hours;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private double recentFrames;
    private double lastLiveFrame;
    private long lastFrames;
    private boolean isOpen;
    private double opened;
    private double quietSince;
    private double now;
    private int alarms;

    /** What to do about a socket. */
    enum Finding {
        FLOWS,
        /** Its ticks are missing: the gap has begun. */
        QUIET,
        /** They have been missing for so long that a new connection may help. */
        ALARM
    }

    /** @param nanos measures time, as {@link System#nanoTime} does */
    TickWatchdog(MarketHours hours, InstantSource clock, LongSupplier nanos) {
        this.hours = hours;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Begins with a new connection. */
    void begin() {
        isOpen = false;
        lastFrames = 0;
    }

    /**
     * Looks at an open connection, a few times a second.
     *
     * @param frames with ticks that it delivered so far
     */
    Finding look(long frames) {
        now = nanos.getAsLong() / 1e9;
        if (!isOpen) {
            isOpen = true;
            opened = now;
            quietSince = now;
        }
        if (frames > lastFrames) {
            if (now - opened > CACHED_SECONDS) {
                recentFrames *= Math.exp((lastLiveFrame - now) / MEMORY_SECONDS);
                recentFrames += frames - lastFrames;
                lastLiveFrame = now;
                alarms = 0;
            }
            lastFrames = frames;
            quietSince = now;
        } else if (!hours.isBusy(clock.instant())) {
            quietSince = now;
        }
        double allowed = Math.max(SHORTEST_SECONDS, INTERVALS * MEMORY_SECONDS / recentFrames);
        if (quietSeconds() < allowed) {
            return Finding.FLOWS;
        }
        if (quietSeconds() < allowed * (1 << Math.min(alarms, MOST_DOUBLINGS))) {
            return Finding.QUIET;
        }
        alarms++;
        return Finding.ALARM;
    }

    /** How long no tick had come at the last look. */
    long quietSeconds() {
        return (long) (now - quietSince);
    }
}
