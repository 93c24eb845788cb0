package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.connector.kite.login.LoginLaterException;
import dev.liquidity.connector.kite.login.SessionProvider;
import dev.liquidity.connector.kite.rest.KiteSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one of the key's sockets connected: a connection that has ended, or that delivered no message of any kind for
 * the stall timeout, or no ticks in market hours, is replaced for ever, with waits that grow until one has lasted for
 * half a minute. A session that the handshake refuses is exchanged for a new one.
 */
final class TickerSocket implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(TickerSocket.class);
    private static final long LOOK_MILLIS = 200;
    private static final long HANDSHAKE_NANOS = Duration.ofSeconds(15).toNanos();
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration TOO_MANY_SOCKETS_WAIT = Duration.ofSeconds(5);
    /** So many failures take about a minute: what lasts longer, people are told. */
    private static final int TOLD_FAILURES = 8;

    private static final int FORBIDDEN = 403;

    private final int number;
    private final Settings.Connector settings;
    private final SessionProvider sessions;
    private final Function<KiteSession, TickerConnection> connect;
    private final InstantSource clock;
    private final TickWatchdog watchdog;
    private final Backoff backoff;

    private KiteSession session;
    private TickerConnection connection;
    private long nextAttemptNanos = System.nanoTime();
    private volatile State state = State.CONNECTING;

    /** As the counters show it. */
    enum State {
        CONNECTING,
        UP,
        DOWN
    }

    /**
     * @param number 1 to 3
     * @param connect starts the handshake of a new connection
     */
    TickerSocket(
            int number,
            Settings.Connector settings,
            SessionProvider sessions,
            Function<KiteSession, TickerConnection> connect,
            InstantSource clock,
            TickWatchdog watchdog)
            throws InterruptedException {
        this.number = number;
        this.settings = settings;
        this.sessions = sessions;
        this.connect = connect;
        this.clock = clock;
        this.watchdog = watchdog;
        session = sessions.current();
        backoff = new Backoff(FIRST_WAIT, settings.reconnectMaxDelay());
    }

    /** Any thread. */
    State state() {
        return state;
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        if (connection == null) {
            long waitMillis = Math.max(0, 1 + (nextAttemptNanos - System.nanoTime()) / 1_000_000);
            if (!closing.await(waitMillis)) {
                connect();
            }
        } else if (connection.awaitEnd(LOOK_MILLIS)) {
            onEnd();
        } else {
            look();
        }
        return !closing.isRequested();
    }

    @Override
    public void onClose() throws InterruptedException {
        state = State.DOWN;
        if (connection != null) {
            connection.close();
        }
    }

    private void connect() throws InterruptedException {
        if (!session.isOfAge(clock.instant())) {
            Duration wait = renewSession("the session has expired");
            if (!wait.isZero()) {
                nextAttemptNanos = System.nanoTime()
                        + Math.min(wait.toNanos(), settings.reconnectMaxDelay().toNanos());
                return;
            }
        }
        connection = connect.apply(session);
    }

    private void look() {
        connection.subscribe();
        if (connection.isOpen()) {
            state = State.UP;
        }
        if (connection.isProven()) {
            backoff.reset();
        }
        long allowed = connection.isOpen() ? settings.stallTimeout().toNanos() : HANDSHAKE_NANOS;
        if (connection.silentNanos() > allowed) {
            connection.abandon("no message for " + allowed / 1_000_000_000 + " s");
        } else if (connection.isOpen() && watchdog.isAlarmed(connection.openedNanos(), connection.frames())) {
            LOG.warn(
                    Notice.TELL,
                    "Socket {} has had no ticks for {} s, only heartbeats: connecting it anew; if others have none"
                            + " either, the exchange may have halted",
                    number,
                    watchdog.quietSeconds());
            connection.abandon("no ticks for " + watchdog.quietSeconds() + " s");
        }
    }

    private void onEnd() throws InterruptedException {
        TickerConnection ended = connection;
        connection = null;
        state = State.DOWN;
        long wait = backoff.nextMillis();
        if (ended.refusalCode() == TickerConnection.TOO_MANY_REQUESTS) {
            wait = Math.max(wait, TOO_MANY_SOCKETS_WAIT.toMillis());
        }
        nextAttemptNanos = System.nanoTime() + wait * 1_000_000;
        LOG.warn(
                backoff.failures() == TOLD_FAILURES ? Notice.TELL : null,
                "Socket {} ended: {}; next attempt in {} ms",
                number,
                ended.endReason(),
                wait);
        boolean hasFailedLong = backoff.failures() % settings.reconnectMaxRetries() == 0;
        if (ended.refusalCode() == FORBIDDEN || hasFailedLong) {
            // The session may be a good one after all: the next attempt does not wait for the time of the next login.
            Duration login = renewSession(ended.endReason());
            nextAttemptNanos = Math.min(nextAttemptNanos, System.nanoTime() + login.toNanos());
        }
    }

    /**
     * Exchanges the session.
     *
     * @return zero when there is a new one to try, else how long it is pointless to ask for one
     */
    private Duration renewSession(String why) throws InterruptedException {
        try {
            session = sessions.fresh(session);
            LOG.info("Socket {} continues with a new session: {}", number, why);
            return Duration.ZERO;
        } catch (LoginLaterException e) {
            LOG.warn("Socket {}: {}", number, e.getMessage());
            return e.remaining();
        }
    }
}
