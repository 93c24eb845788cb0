package dev.liquidity.connector.kite.login;

import java.time.Duration;

/** No new session now: trying again makes sense after a while. The message is one line that says why, without a secret. */
public final class LoginLaterException extends Exception {
    private final Duration wait;

    public LoginLaterException(String message, Duration wait) {
        super(message);
        this.wait = wait;
    }

    /** How long there is no sense in asking again. */
    public Duration remaining() {
        return wait;
    }
}
