package dev.liquidity.connector.kite.rest;

import java.io.IOException;

/**
 * The server can't be reached, is overloaded, or its proxy answers with an error page: the same call may succeed later.
 * The message is one line without a secret, and there is no cause, since a library's message may hold an address with a
 * token.
 */
public final class TransientException extends IOException {
    private final boolean isLasting;

    public TransientException(String message) {
        this(message, false);
    }

    private TransientException(String message, boolean isLasting) {
        super(message);
        this.isLasting = isLasting;
    }

    /** A failure that lasts minutes rather than seconds: the next attempt has to wait long. */
    public static TransientException lasting(String message) {
        return new TransientException(message, true);
    }

    public boolean isLasting() {
        return isLasting;
    }
}
