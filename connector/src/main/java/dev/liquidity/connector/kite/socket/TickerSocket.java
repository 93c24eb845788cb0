package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.connector.kite.login.LoginLaterException;
import dev.liquidity.connector.kite.login.SessionProvider;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.Redaction;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one of the key's sockets connected and subscribed: a connection that ended, or from which no message of any kind came for the stall
 * timeout, is replaced, with growing waits, for ever. A token that the handshake refuses is exchanged for a fresh one.
 */
final class TickerSocket implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(TickerSocket.class);
    private static final long LOOK_MILLIS = 200;
    private static final long HANDSHAKE_NANOS = Duration.ofSeconds(15).toNanos();
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration TOO_MANY_SOCKETS_WAIT = Duration.ofSeconds(5);
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;

    private final int number;
    private final URI endpoint;
    private final Settings.Connector settings;
    private final OkHttpClient client;
    private final SessionProvider sessions;
    private final Subscription subscription;
    private final SilenceWatch silence;
    private final FrameSink sink;
    private final InstantSource clock;
    private final Backoff backoff;

    private KiteSession session;
    private TickerConnection connection;
    private long nextAttemptNanos = System.nanoTime();
    private volatile State state = State.CONNECTING;

    /** As the counters tell it. */
    enum State {
        CONNECTING,
        UP,
        DOWN
    }

    TickerSocket(
            int number,
            URI endpoint,
            Settings.Connector settings,
            OkHttpClient client,
            SessionProvider sessions,
            KiteSession session,
            Subscription subscription,
            SilenceWatch silence,
            FrameSink sink,
            InstantSource clock) {
        this.number = number;
        this.endpoint = endpoint;
        this.settings = settings;
        this.client = client;
        this.sessions = sessions;
        this.session = session;
        this.subscription = subscription;
        this.silence = silence;
        this.sink = sink;
        this.clock = clock;
        backoff = new Backoff(FIRST_WAIT, settings.reconnectMaxDelay());
    }

    State state() {
        return state;
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        if (closing.isRequested()) {
            return false;
        }
        if (connection == null) {
            long waitNanos = nextAttemptNanos - System.nanoTime();
            if (waitNanos > 0) {
                Thread.sleep(Math.min(LOOK_MILLIS, 1 + waitNanos / 1_000_000));
            } else {
                connect();
            }
        } else if (connection.awaitEnd(LOOK_MILLIS)) {
            onEnd();
        } else {
            look();
        }
        return true;
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
            Duration wait = renewSession("the session has ended");
            if (!wait.isZero()) {
                nextAttemptNanos = System.nanoTime()
                        + Math.min(wait.toNanos(), settings.reconnectMaxDelay().toNanos());
                return;
            }
        }
        Redaction redaction = new Redaction();
        redaction.hide(session.accessToken());
        connection = new TickerConnection(number, subscription, silence, sink, clock, redaction)
                .open(client, new Request.Builder().url(url()).build());
    }

    private void look() {
        if (connection.hasDelivered()) {
            state = State.UP;
            backoff.reset();
        }
        long allowed = connection.isOpen() ? settings.stallTimeout().toNanos() : HANDSHAKE_NANOS;
        if (connection.silentNanos() > allowed) {
            connection.abandon("no message for " + allowed / 1_000_000_000 + " s");
        }
    }

    private void onEnd() throws InterruptedException {
        TickerConnection ended = connection;
        connection = null;
        state = State.DOWN;
        if (ended.hasDelivered()) {
            backoff.reset();
        }
        long wait = backoff.nextMillis();
        if (ended.refusalCode() == TOO_MANY_REQUESTS) {
            wait = Math.max(wait, TOO_MANY_SOCKETS_WAIT.toMillis());
        }
        nextAttemptNanos = System.nanoTime() + wait * 1_000_000;
        LOG.warn("Socket {} ended: {}; the next attempt is in {} ms", number, ended.endReason(), wait);
        boolean hasFailedLong = backoff.failures() % settings.reconnectMaxRetries() == 0;
        if (ended.refusalCode() == FORBIDDEN || hasFailedLong) {
            Duration later = renewSession(ended.endReason());
            // The session may be a good one after all, so the next attempt need not wait for a login to be possible;
            // but not longer either.
            nextAttemptNanos =
                    later.isZero() ? nextAttemptNanos : Math.min(nextAttemptNanos, System.nanoTime() + later.toNanos());
        }
    }

    /**
     * Exchanges the session.
     *
     * @return zero when there is one to try, else how long there is no sense in asking for one
     * @throws UserException when the login is refused: no socket can be opened any more
     */
    private Duration renewSession(String why) throws InterruptedException {
        try {
            KiteSession fresh = sessions.fresh(session);
            if (!fresh.equals(session)) {
                LOG.info("Socket {} goes on with a fresh session ({})", number, why);
                session = fresh;
                nextAttemptNanos = System.nanoTime();
            }
            return Duration.ZERO;
        } catch (LoginLaterException e) {
            LOG.warn("Socket {}: {}", number, e.getMessage());
            return e.remaining();
        }
    }

    /** With both secrets in it: never to be logged. */
    private HttpUrl url() {
        String http = endpoint.toString().replaceFirst("^ws", "http");
        return HttpUrl.get(http)
                .newBuilder()
                .addQueryParameter("api_key", session.apiKey())
                .addQueryParameter("access_token", session.accessToken().reveal())
                .build();
    }
}
