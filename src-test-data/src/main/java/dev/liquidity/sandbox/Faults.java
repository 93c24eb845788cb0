package dev.liquidity.sandbox;

import dev.liquidity.sandbox.fault.SkewedClock;
import dev.liquidity.sandbox.fault.Switches;
import dev.liquidity.sandbox.ticker.Malformation;
import dev.liquidity.sandbox.ticker.TickerServer;
import dev.liquidity.sandbox.web.Sessions;
import java.time.Duration;

/**
 * Everything that can be made to go wrong. Sockets are numbered from 1 since the start; 0 means all that are open.
 * Methods that act on sockets return how many they were. Thread-safe.
 */
public final class Faults {
    private final TickerServer ticker;
    private final Switches switches;
    private final Sessions sessions;
    private final SkewedClock clock;

    Faults(TickerServer ticker, Switches switches, Sessions sessions, SkewedClock clock) {
        this.ticker = ticker;
        this.switches = switches;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Resets the connection (RST). */
    public int cut(int socket) {
        return ticker.cut(socket);
    }

    /** Closes with a WebSocket code. */
    public int close(int socket, int code) {
        return ticker.close(socket, code, "asked for");
    }

    /** No ticks for a while; with or without heartbeats. Without them nothing is answered either. */
    public int silence(int socket, Duration duration, boolean heartbeats) {
        return ticker.silence(socket, duration, heartbeats);
    }

    /** Sends one malformed frame. */
    public int malform(int socket, Malformation kind) {
        return ticker.malform(socket, kind);
    }

    /** Sends a number of ticks at once, beyond the rate. */
    public int burst(int socket, int ticks) {
        return ticker.burst(socket, ticks);
    }

    /** Sends a text message. */
    public int text(int socket, String json) {
        return ticker.text(socket, json);
    }

    /** Refuses the next handshakes with a status: 403, 429, 400 or 502. */
    public void refuseHandshakes(int status, int count) {
        switches.refusedStatus.set(status);
        switches.refusedHandshake.next(count);
    }

    /** Refuses handshakes with a status for a while. */
    public void refuseHandshakes(int status, Duration duration) {
        switches.refusedStatus.set(status);
        switches.refusedHandshake.during(duration);
    }

    /** Kills every access token; open sockets live on. */
    public void killTokens() {
        sessions.endAll();
    }

    /** Refuses the next right TOTPs. */
    public void failTotp(int count) {
        switches.failingTotp.next(count);
    }

    /** Answers the next requests with a proxy's 502 page. */
    public void badGateway(int count) {
        switches.badGateway.next(count);
    }

    /** Answers the next requests with a page in place of JSON. */
    public void page(int count) {
        switches.page.next(count);
    }

    /** Answers the next requests with 429. */
    public void tooManyRequests(int count) {
        switches.tooManyRequests.next(count);
    }

    /** Sets the server's clock ahead or behind: the {@code Date} header, and the time by which a TOTP is right. */
    public void skewClock(Duration ahead) {
        clock.skew(ahead);
    }

    /** The second factor that the login asks for: {@code totp}, {@code app_code} or {@code sms}. */
    public void twofaType(String type) {
        switches.twofaType(type);
    }

    /** Whether the key has a data plan; without, quotes and handshakes are refused. */
    public void dataPlan(boolean value) {
        switches.dataPlan(value);
    }

    /** Whether the user has authorised the app; if not, the login ends at a page. */
    public void authorised(boolean value) {
        switches.authorised(value);
    }

    /** Whether a fourth socket closes the oldest; otherwise it is refused with 429. */
    public void evictOldest(boolean value) {
        switches.evictOldest(value);
    }

    /** Ends what holds for a count or for a while. */
    public void clear() {
        switches.badGateway.clear();
        switches.page.clear();
        switches.tooManyRequests.clear();
        switches.failingTotp.clear();
        switches.refusedHandshake.clear();
        switches.twofaType("totp");
        switches.dataPlan(true);
        switches.authorised(true);
        switches.evictOldest(false);
        clock.skew(Duration.ZERO);
        ticker.silence(0, Duration.ZERO, true);
    }
}
