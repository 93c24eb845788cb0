package dev.liquidity.sandbox;

import dev.liquidity.sandbox.fault.SkewedClock;
import dev.liquidity.sandbox.fault.Switches;
import dev.liquidity.sandbox.http.HttpServer;
import dev.liquidity.sandbox.http.Reply;
import dev.liquidity.sandbox.http.Request;
import dev.liquidity.sandbox.ledger.Ledger;
import dev.liquidity.sandbox.market.Dump;
import dev.liquidity.sandbox.market.DumpFile;
import dev.liquidity.sandbox.market.Listing;
import dev.liquidity.sandbox.market.Market;
import dev.liquidity.sandbox.market.SyntheticDump;
import dev.liquidity.sandbox.ticker.Flow;
import dev.liquidity.sandbox.ticker.SocketReport;
import dev.liquidity.sandbox.ticker.TickerServer;
import dev.liquidity.sandbox.web.Credentials;
import dev.liquidity.sandbox.web.KitePages;
import dev.liquidity.sandbox.web.Sessions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An exchange on loopback: login pages, REST API and ticker like Kite Connect's, with a market, a ledger of everything
 * sent, and faults on demand. Thread-safe.
 */
public final class SandboxExchange implements AutoCloseable {
    private final Credentials credentials;
    private final Market market;
    private final Flow flow;
    private final Ledger ledger;
    private final TickerServer ticker;
    private final HttpServer web;
    private final Faults faults;

    private SandboxExchange(SandboxOptions options) throws IOException {
        credentials = options.credentials;
        SkewedClock serverClock = new SkewedClock(options.clock);
        Sessions sessions = new Sessions(options.clock);
        Switches switches = new Switches();
        market = new Market(dump(options), options.seed, options.clock);
        flow = new Flow(options.rate, options.running);
        ledger = options.ledger == null ? null : Ledger.create(options.ledger);
        ticker = new TickerServer(
                options.tickerPort,
                market,
                flow,
                ledger,
                options.cachedAge,
                options.seed,
                switches,
                (apiKey, accessToken) -> apiKey.equals(credentials.apiKey()) && sessions.isAlive(accessToken));
        faults = new Faults(ticker, switches, sessions, serverClock);
        KitePages kite = new KitePages(
                credentials,
                sessions,
                switches,
                market,
                serverClock,
                () -> loginUrl().toString(),
                options.limited);
        ControlPages controls = new ControlPages(faults, flow, ticker::reports, ledger);
        web = new HttpServer(options.httpPort, request -> route(request, kite, controls), serverClock);
    }

    /**
     * Starts one; it is up when this returns.
     *
     * @throws IOException when a port is taken, or a dump or the ledger can't be opened
     */
    public static SandboxExchange start(SandboxOptions options) throws IOException {
        SandboxExchange exchange = new SandboxExchange(options);
        exchange.market.start();
        return exchange;
    }

    private static Dump dump(SandboxOptions options) throws IOException {
        if (options.instruments.isEmpty()) {
            return new Dump(SyntheticDump.of(options.dateOrToday(), options.seed));
        }
        List<Listing> listings = new ArrayList<>();
        for (Path file : options.instruments) {
            listings.addAll(DumpFile.read(file));
        }
        return new Dump(listings);
    }

    private static Reply route(Request request, KitePages kite, ControlPages controls) {
        return request.path().startsWith("/sandbox/") ? controls.answer(request) : kite.answer(request);
    }

    /** Where the login pages are: {@code http://127.0.0.1:…}, without a slash at its end. */
    public URI loginUrl() {
        return URI.create("http://127.0.0.1:" + web.port());
    }

    /** Where the REST API is. */
    public URI apiUrl() {
        return loginUrl();
    }

    /** Where the ticker is: {@code ws://127.0.0.1:…}. */
    public URI tickerUrl() {
        return URI.create("ws://127.0.0.1:" + ticker.port());
    }

    /** Where the controls are: {@code http://127.0.0.1:…/sandbox}. */
    public URI controlUrl() {
        return URI.create(loginUrl() + "/sandbox");
    }

    /** How to reach it and what opens it, under the names that its ready file and a configuration use. */
    public Map<String, String> endpoints() {
        Map<String, String> endpoints = new LinkedHashMap<>();
        endpoints.put("LOGIN_URL", loginUrl().toString());
        endpoints.put("API_URL", apiUrl().toString());
        endpoints.put("TICKER_URL", tickerUrl().toString());
        endpoints.put("CONTROL_URL", controlUrl().toString());
        endpoints.put("API_KEY", credentials.apiKey());
        endpoints.put("API_SECRET", credentials.apiSecret());
        endpoints.put("USER_ID", credentials.userId());
        endpoints.put("PASSWORD", credentials.password());
        endpoints.put("TOTP_SECRET", credentials.totpSecret());
        return endpoints;
    }

    /** What opens it. */
    public Credentials credentials() {
        return credentials;
    }

    /** Makes things go wrong. */
    public Faults faults() {
        return faults;
    }

    /** Stops, starts and paces the ticks. */
    public Flow flow() {
        return flow;
    }

    /** The instruments it serves. */
    public Dump dump() {
        return market.dump();
    }

    /** The ledger's file; null without one. Complete up to the last {@link #flushLedger()}. */
    public Path ledger() {
        return ledger == null ? null : ledger.file();
    }

    /** Hands the ledger's last records to the operating system. */
    public void flushLedger() {
        if (ledger != null) {
            ledger.flush();
        }
    }

    /** Lists another instrument, of an underlying that is there, in the dumps to come. */
    public void list(Listing listing) {
        market.list(listing);
    }

    /** Ticks sent since the start, on all sockets. */
    public long sentTicks() {
        return flow.sent();
    }

    /** Every socket since the start, the oldest first. */
    public List<SocketReport> sockets() {
        return ticker.reports();
    }

    /** Ends the sockets, then the pages; then the ledger is complete. */
    @Override
    public void close() throws IOException {
        ticker.close();
        web.close();
        market.close();
        if (ledger != null) {
            ledger.close();
        }
    }
}
