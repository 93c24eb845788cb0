package dev.liquidity.sandbox.market;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The market: a feed for each instrument, made on first use, and a thread that walks the spots on.
 */
public final class Market implements AutoCloseable {
    /** The exchange's zone. */
    public static final ZoneId IST = ZoneId.of("Asia/Kolkata");

    private static final long STEP_NANOS = 100_000_000L;

    private final LocalDate firstDay;
    private final long seed;
    private final Clock clock;
    private final Spots spots;
    private final Map<Long, Feed> feeds = new ConcurrentHashMap<>();
    private final Thread walker = new Thread(this::walk, "sandbox-market");
    private volatile Dump dump;
    private volatile boolean stopped;

    public Market(Dump dump, long seed, Clock clock) {
        this.dump = dump;
        this.seed = seed;
        this.clock = clock;
        firstDay = today();
        this.spots = new Spots(dump, seed);
        walker.setDaemon(true);
    }

    /** Begins to walk. */
    public void start() {
        walker.start();
    }

    /** The instruments, those included that have expired since the start. */
    public Dump dump() {
        return dump;
    }

    /** The instruments of today: without those that have expired since the start. */
    public Dump dumpOfToday() {
        LocalDate today = today();
        return today.equals(firstDay) ? dump : dump.withoutExpired(firstDay, today);
    }

    /** Lists another instrument, of an underlying that is there. */
    public synchronized void list(Listing listing) {
        dump = dump.with(listing);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), IST);
    }

    /** The exchange's time: whole seconds since the epoch. */
    public long epochSeconds() {
        return Math.floorDiv(clock.millis(), 1_000L);
    }

    /** The feed of a token, or null when the dump has none. */
    public Feed feed(long token) {
        Feed feed = feeds.get(token);
        if (feed != null) {
            return feed;
        }
        Listing listing = dump.ofToken(token);
        return listing == null ? null : feeds.computeIfAbsent(token, t -> open(listing));
    }

    private Feed open(Listing listing) {
        Spot spot = spots.of(listing);
        long now = epochSeconds();
        long expiry = listing.expiry() == null
                ? now
                : listing.expiry().atTime(15, 30).atZone(IST).toEpochSecond();
        double ticksPerSecond = FairPrice.ticksPerSecond(listing, spot, expiry - now);
        if (listing.isIndex()) {
            return new IndexFeed(listing, spot, ticksPerSecond);
        }
        long mixed = (seed ^ listing.token() * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return new TradableFeed(listing, spot, expiry, ticksPerSecond, mixed == 0 ? 1 : mixed, now);
    }

    private void walk() {
        while (!stopped) {
            LockSupport.parkNanos(STEP_NANOS);
            step(STEP_NANOS / 1e9);
        }
    }

    /** Walks all spots on. Used by the market thread only; or, of a market that was not started, by another one. */
    public void step(double seconds) {
        for (Spot spot : spots.all()) {
            spot.step(seconds);
        }
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(walker);
    }
}
