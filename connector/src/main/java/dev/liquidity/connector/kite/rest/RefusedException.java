package dev.liquidity.connector.kite.rest;

import java.io.IOException;

/**
 * The server's verdict on a call: the same call again gets the same answer. The message is one line without a secret.
 */
public final class RefusedException extends IOException {
    private final String errorType;

    /**
     * A refusal of the API.
     *
     * @param errorType the API's name for the kind of error, for example {@code TokenException}; empty if it gave none,
     *     as a proxy's page
     */
    RefusedException(String errorType, String message) {
        super(message);
        this.errorType = errorType;
    }

    /** An answer that is not what was asked for. */
    public RefusedException(String message) {
        this("", message);
    }

    /** Whether the API gave this answer itself: a proxy's page has no error type. */
    public boolean isOfTheApi() {
        return !errorType.isEmpty();
    }

    /** Whether the access token is dead, so that a new login is needed. */
    public boolean isDeadToken() {
        return errorType.equals("TokenException");
    }

    /** Whether the key has no plan for such a call. */
    public boolean isNotPermitted() {
        return errorType.equals("PermissionException");
    }
}
