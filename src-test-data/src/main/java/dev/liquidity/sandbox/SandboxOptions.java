package dev.liquidity.sandbox;

import dev.liquidity.sandbox.market.Market;
import dev.liquidity.sandbox.ticker.Rate;
import dev.liquidity.sandbox.web.Credentials;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** Builds the options of a sandbox exchange: the defaults, and what is changed before it starts. Not thread-safe. */
public final class SandboxOptions {
    int httpPort;
    int tickerPort;
    Credentials credentials = Credentials.defaults();
    Rate rate = Rate.MARKET;
    boolean running = true;
    long seed = 1;
    LocalDate date;
    List<Path> instruments = List.of();
    Path ledger;
    Duration cachedAge = Duration.ZERO;
    boolean limited = true;
    Clock clock = Clock.systemUTC();

    /** @param http port of the login, the API and the controls; 0, the default, for a free one */
    public SandboxOptions ports(int http, int ticker) {
        httpPort = http;
        tickerPort = ticker;
        return this;
    }

    /** Of the one account. */
    public SandboxOptions credentials(Credentials value) {
        credentials = value;
        return this;
    }

    /** Default: a market's own. */
    public SandboxOptions rate(Rate value) {
        rate = value;
        return this;
    }

    /** Whether ticks flow from the start; default: true. */
    public SandboxOptions running(boolean value) {
        running = value;
        return this;
    }

    /** Of instruments and prices; default: 1. */
    public SandboxOptions seed(long value) {
        seed = value;
        return this;
    }

    /** The day (IST) of the synthetic dump; null, the default, for today. */
    public SandboxOptions date(LocalDate value) {
        date = value;
        return this;
    }

    /** Dumps to serve instead of a synthetic one. */
    public SandboxOptions instruments(List<Path> files) {
        instruments = List.copyOf(files);
        return this;
    }

    /** Where everything sent is written down; null, the default, for nowhere. */
    public SandboxOptions ledger(Path file) {
        ledger = file;
        return this;
    }

    /** The age of the cached tick that each subscription brings; default: zero. */
    public SandboxOptions cachedAge(Duration value) {
        cachedAge = value;
        return this;
    }

    /** Whether REST calls are limited as Kite limits them; default: true. */
    public SandboxOptions limited(boolean value) {
        limited = value;
        return this;
    }

    /** Of the exchange's time; default: the system's. */
    public SandboxOptions clock(Clock value) {
        clock = value;
        return this;
    }

    LocalDate dateOrToday() {
        return date == null ? LocalDate.now(clock.withZone(Market.IST)) : date;
    }
}
