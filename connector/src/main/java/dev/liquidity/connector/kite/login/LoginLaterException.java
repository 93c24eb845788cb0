package dev.liquidity.connector.kite.login;

import java.time.Duration;

/** There is no new session now, but there may be one later. The message is one line that says why, without a secret. */
public final class LoginLaterException extends Exception {
    private final Duration wait;

    public LoginLaterException(String message, Duration wait) {
        super(message);
        this.wait = wait;
    }

    /** How long it is pointless to ask again. */
    public Duration remaining() {
        return wait;
    }
}
