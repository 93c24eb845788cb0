package dev.liquidity.sandbox;

import dev.liquidity.sandbox.market.Market;
import dev.liquidity.sandbox.ticker.Rate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/**
 * How a sandbox exchange is to be.
 *
 * @param httpPort of the login, the API and the controls; 0 for a free one
 * @param tickerPort 0 for a free one
 * @param credentials of the one account
 * @param rate of the ticks
 * @param running whether ticks flow from the start
 * @param seed of instruments and prices
 * @param date the day (IST) of the made-up dump; null for today
 * @param instruments dumps to serve instead of a made-up one; may be empty
 * @param ledger where what was sent is written down; null for nowhere
 * @param cachedAge how old the cached tick is that each subscription brings
 * @param limited whether REST calls are limited as Kite does
 * @param clock of the exchange's time
 */
public record SandboxOptions(
        int httpPort,
        int tickerPort,
        Credentials credentials,
        Rate rate,
        boolean running,
        long seed,
        LocalDate date,
        List<Path> instruments,
        Path ledger,
        Duration cachedAge,
        boolean limited,
        Clock clock) {

    public SandboxOptions {
        instruments = List.copyOf(instruments);
        date = date == null ? LocalDate.now(clock.withZone(Market.IST)) : date;
    }

    /** Free ports, the usual credentials, a market's own rate, today's made-up dump, no ledger. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                0,
                0,
                Credentials.defaults(),
                Rate.MARKET,
                true,
                1,
                null,
                List.of(),
                null,
                Duration.ZERO,
                true,
                Clock.systemUTC());
    }

    public SandboxOptions withPorts(int http, int ticker) {
        return new SandboxOptions(
                http, ticker, credentials, rate, running, seed, date, instruments, ledger, cachedAge, limited, clock);
    }

    public SandboxOptions withCredentials(Credentials value) {
        return new SandboxOptions(
                httpPort, tickerPort, value, rate, running, seed, date, instruments, ledger, cachedAge, limited, clock);
    }

    public SandboxOptions withRate(Rate value) {
        return new SandboxOptions(
                httpPort,
                tickerPort,
                credentials,
                value,
                running,
                seed,
                date,
                instruments,
                ledger,
                cachedAge,
                limited,
                clock);
    }

    public SandboxOptions withRunning(boolean value) {
        return new SandboxOptions(
                httpPort,
                tickerPort,
                credentials,
                rate,
                value,
                seed,
                date,
                instruments,
                ledger,
                cachedAge,
                limited,
                clock);
    }

    public SandboxOptions withSeed(long value) {
        return new SandboxOptions(
                httpPort,
                tickerPort,
                credentials,
                rate,
                running,
                value,
                date,
                instruments,
                ledger,
                cachedAge,
                limited,
                clock);
    }

    public SandboxOptions withDate(LocalDate value) {
        return new SandboxOptions(
                httpPort,
                tickerPort,
                credentials,
                rate,
                running,
                seed,
                value,
                instruments,
                ledger,
                cachedAge,
                limited,
                clock);
    }

    public SandboxOptions withInstruments(List<Path> value) {
        return new SandboxOptions(
                httpPort, tickerPort, credentials, rate, running, seed, date, value, ledger, cachedAge, limited, clock);
    }

    public SandboxOptions withLedger(Path value) {
        return new SandboxOptions(
                httpPort,
                tickerPort,
                credentials,
                rate,
                running,
                seed,
                date,
                instruments,
                value,
                cachedAge,
                limited,
                clock);
    }

    public SandboxOptions withCachedAge(Duration value) {
        return new SandboxOptions(
                httpPort,
                tickerPort,
                credentials,
                rate,
                running,
                seed,
                date,
                instruments,
                ledger,
                value,
                limited,
                clock);
    }

    public SandboxOptions withLimited(boolean value) {
        return new SandboxOptions(
                httpPort,
                tickerPort,
                credentials,
                rate,
                running,
                seed,
                date,
                instruments,
                ledger,
                cachedAge,
                value,
                clock);
    }

    public SandboxOptions withClock(Clock value) {
        return new SandboxOptions(
                httpPort,
                tickerPort,
                credentials,
                rate,
                running,
                seed,
                date,
                instruments,
                ledger,
                cachedAge,
                limited,
                value);
    }
}
