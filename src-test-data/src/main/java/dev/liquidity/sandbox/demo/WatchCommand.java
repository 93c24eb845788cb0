package dev.liquidity.sandbox.demo;

import dev.liquidity.sandbox.look.RedisCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.Jedis;

/**
 * Shows the ticks as they flow, for some seconds; then pauses the exchange and waits until what it sent is stored. The
 * exchange is paced by what is stored, so that no rate fills the disk or leaves a backlog that outlasts the demo.
 */
@Command(
        name = "watch",
        description = "Shows ticks as they flow; then pauses the exchange and waits until all are stored.",
        mixinStandardHelpOptions = true)
public final class WatchCommand implements Callable<Integer> {
    private static final long MOST_BEHIND = 100_000;
    private static final long GO_ON_BEHIND = 50_000;
    private static final long LEAST_FREE_BYTES = 1_000_000_000;
    private static final long POLL_MILLIS = 200;
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_TICK_SECONDS = 90;
    private static final long STALLED_SECONDS = 30;

    @Option(names = "--control", required = true, paramLabel = "URL", description = "The exchange's CONTROL_URL.")
    private String control;

    @Option(names = "--redis", required = true, paramLabel = "HOST:PORT[/DB]", description = "Where the ticks go.")
    private String redis;

    @Option(
            names = "--password",
            defaultValue = "${env:REDIS_PASSWORD}",
            description = "Of Redis; default: the environment's REDIS_PASSWORD.")
    private String password;

    @Option(names = "--db", required = true, description = "The receiver's SQLite file.")
    private Path db;

    @Option(names = "--symbol", defaultValue = "NIFTY", description = "Whose prices are shown; default: NIFTY.")
    private String symbol;

    @Option(names = "--seconds", defaultValue = "60", description = "How long ticks flow; default: 60.")
    private double seconds;

    @Option(names = "--pid", description = "A process without which there is nothing to watch; may be repeated.")
    private List<Long> pids = List.of();

    @Option(names = "--refresh", description = "Refreshes one line, for a terminal.")
    private boolean refresh;

    private Controls controls;
    private long begin;
    private long shownAt;
    private Glance shown;
    private boolean paused;

    /** Exit code 1 when no tick comes or a process ends; the audit tells whether all that was sent is stored. */
    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        controls = new Controls(control);
        if (!awaitFirstTick()) {
            return 1;
        }
        try (Jedis jedis = RedisCommand.open(redis, password);
                StoreReader store = new StoreReader(db)) {
            LatestQuotes quotes = new LatestQuotes(jedis, symbol);
            return flow(store, quotes) && drain(store, quotes) ? 0 : 1;
        }
    }

    private boolean awaitFirstTick() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Controls.State state = controls.state();
        while (state.sent() == 0 || !StoreReader.isThere(db)) {
            if (!allAlive()) {
                return false;
            }
            if (since(start) > TimeUnit.SECONDS.toNanos(FIRST_TICK_SECONDS)) {
                throw new IOException("no tick after " + FIRST_TICK_SECONDS + " s");
            }
            progress("  waiting for the first tick: the connector logs in and subscribes, "
                    + TimeUnit.NANOSECONDS.toSeconds(since(start)) + " s");
            Thread.sleep(POLL_MILLIS);
            state = controls.state();
        }
        progress("");
        begin = System.nanoTime();
        return true;
    }

    private boolean flow(StoreReader store, LatestQuotes quotes)
            throws IOException, InterruptedException, SQLException {
        long nanos = (long) (seconds * 1e9);
        long interval = refresh ? REFRESH_NANOS : Math.max(2 * REFRESH_NANOS, nanos / 12);
        while (since(begin) < nanos) {
            Thread.sleep(Math.max(1, Math.min(POLL_MILLIS, TimeUnit.NANOSECONDS.toMillis(nanos - since(begin)))));
            if (!allAlive()) {
                return false;
            }
            Glance now = glance(store, quotes, store.ticksSoFar());
            pace(now.behind());
            if (since(shownAt) >= interval || shown == null) {
                show(now);
            }
            if (isDiskNearlyFull()) {
                show(now);
                System.out.println("\nless than 1 GB of disk is free: the ticks stop here");
                shown = null;
                break;
            }
        }
        return true;
    }

    /** Holds the exchange back while too much of what it sent is not stored. */
    private void pace(long behind) throws IOException, InterruptedException {
        if (paused ? behind < GO_ON_BEHIND : behind > MOST_BEHIND) {
            paused = !paused;
            controls.running(!paused);
        }
    }

    /** Pauses the exchange and waits until what it sent is stored, as long as that goes on. */
    private boolean drain(StoreReader store, LatestQuotes quotes)
            throws IOException, InterruptedException, SQLException {
        controls.running(false);
        long stored = -1;
        long progressAt = System.nanoTime();
        while (since(progressAt) < TimeUnit.SECONDS.toNanos(STALLED_SECONDS)) {
            Glance now = glance(store, quotes, store.ticks());
            if (now.stored() > stored) {
                stored = now.stored();
                progressAt = System.nanoTime();
            }
            if (refresh || now.behind() == 0) {
                show(now);
            }
            if (now.behind() == 0) {
                break;
            }
            if (!allAlive()) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        if (refresh) {
            System.out.println();
        }
        controls.flush();
        return true;
    }

    /** The store is read before the exchange: what is stored was sent before. */
    private Glance glance(StoreReader store, LatestQuotes quotes, long stored)
            throws IOException, InterruptedException, SQLException {
        long sent = controls.state().sent();
        long now = System.nanoTime();
        long sinceShown = shown == null ? now - begin : now - shownAt;
        long before = shown == null ? 0 : shown.sent();
        long rate = (long) ((sent - before) * 1e9 / Math.max(1, sinceShown));
        return new Glance(TimeUnit.NANOSECONDS.toSeconds(now - begin), rate, sent, stored, quotes.now(store));
    }

    /** A line that the next one replaces; nothing in a log. */
    private void progress(String text) {
        if (refresh) {
            System.out.print(Glance.CLEAR_LINE + text);
            System.out.flush();
        }
    }

    private void show(Glance now) {
        if (refresh) {
            System.out.print(now.refreshed(shown == null));
            System.out.flush();
        } else {
            System.out.println(now.line());
        }
        shown = now;
        shownAt = System.nanoTime();
    }

    /** By the file, not its file store, which Java does not find in a chroot. */
    private boolean isDiskNearlyFull() {
        long free = db.toFile().getUsableSpace();
        return free > 0 && free < LEAST_FREE_BYTES;
    }

    private boolean allAlive() {
        return pids.stream()
                .allMatch(
                        pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    private static long since(long nanos) {
        return System.nanoTime() - nanos;
    }
}
