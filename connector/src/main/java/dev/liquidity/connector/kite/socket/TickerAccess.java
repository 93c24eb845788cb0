package dev.liquidity.connector.kite.socket;

import dev.liquidity.connector.kite.login.LoginLaterException;
import dev.liquidity.connector.kite.login.SessionProvider;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.kite.rest.Redaction;
import java.net.URI;
import java.time.InstantSource;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * How a socket gets in: the ticker's address and the session in use. Not thread-safe: used by one socket's thread only.
 */
final class TickerAccess {
    private final HttpUrl endpoint;
    private final OkHttpClient client;
    private final SessionProvider sessions;
    private final InstantSource clock;
    private KiteSession session;

    TickerAccess(URI endpoint, OkHttpClient client, SessionProvider sessions, InstantSource clock)
            throws InterruptedException {
        this.endpoint = HttpUrl.get(endpoint.toString().replaceFirst("^ws", "http"));
        this.client = client;
        this.sessions = sessions;
        this.clock = clock;
        session = sessions.current();
    }

    /** Whether the token of the session in use has reached its age. */
    boolean isExpired() {
        return !session.isOfAge(clock.instant());
    }

    /**
     * Exchanges the session in use, which has expired or was refused.
     *
     * @throws LoginLaterException when there is none to be had yet; the old one stays in use
     * @throws dev.liquidity.common.runtime.UserException when the login is refused: no socket can be opened any more
     */
    void renew() throws LoginLaterException, InterruptedException {
        session = sessions.fresh(session);
    }

    /** Starts the handshake of a connection. */
    void open(TickerConnection connection) {
        Redaction redaction = new Redaction();
        redaction.hide(session.accessToken());
        // With both secrets in it: never to be logged.
        HttpUrl url = endpoint.newBuilder()
                .addQueryParameter("api_key", session.apiKey())
                .addQueryParameter("access_token", session.accessToken().reveal())
                .build();
        connection.open(client, new Request.Builder().url(url).build(), redaction);
    }
}
