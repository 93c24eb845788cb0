package dev.liquidity.connector.kite.rest;

import java.io.IOException;

/** The server's verdict on a call: the same call again gets the same answer. The message is one line without a secret. */
public final class RefusedException extends IOException {
    private final int status;
    private final String errorType;

    /**
     * A refusal.
     *
     * @param status the HTTP status
     * @param errorType the API's own, for example {@code TokenException}; empty when it gave none
     */
    public RefusedException(int status, String errorType, String message) {
        super(message);
        this.status = status;
        this.errorType = errorType;
    }

    public int status() {
        return status;
    }

    /** The API's name for the kind of error; empty when it gave none, as a proxy's page does. */
    public String errorType() {
        return errorType;
    }

    /** Whether the access token is dead, and a new login is the way on. */
    public boolean isDeadToken() {
        return errorType.equals("TokenException");
    }

    /** Whether the key may not make such a call: it has no plan for it. */
    public boolean isNotPermitted() {
        return errorType.equals("PermissionException");
    }
}
