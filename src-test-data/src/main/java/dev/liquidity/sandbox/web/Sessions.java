package dev.liquidity.sandbox.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Web sessions by cookie, request tokens for one use, access tokens. Thread-safe. */
public final class Sessions {
    private static final Duration REQUEST_TOKEN_LIFE = Duration.ofMinutes(3);

    private final Clock clock;
    private final Set<String> webSessions = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> requestTokens = new ConcurrentHashMap<>();
    private final Set<String> accessTokens = ConcurrentHashMap.newKeySet();

    public Sessions(Clock clock) {
        this.clock = clock;
    }

    String openWeb() {
        String session = random();
        webSessions.add(session);
        return session;
    }

    boolean isWeb(String session) {
        return session != null && webSessions.contains(session);
    }

    String requestToken() {
        String token = random();
        requestTokens.put(token, clock.instant().plus(REQUEST_TOKEN_LIFE));
        return token;
    }

    /** Spends a request token; false if it is unknown, spent or too old. */
    boolean spend(String requestToken) {
        Instant end = requestTokens.remove(requestToken);
        return end != null && clock.instant().isBefore(end);
    }

    /** Opens an API session; one at a time, as a login elsewhere ends the one before. */
    String openApi() {
        accessTokens.clear();
        String token = random();
        accessTokens.add(token);
        return token;
    }

    /** Whether an access token is alive. */
    public boolean isAlive(String accessToken) {
        return accessTokens.contains(accessToken);
    }

    /** Ends one API session. */
    void end(String accessToken) {
        accessTokens.remove(accessToken);
    }

    /** Ends every API session, as 06:00 does; open sockets live on. */
    public void endAll() {
        accessTokens.clear();
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
