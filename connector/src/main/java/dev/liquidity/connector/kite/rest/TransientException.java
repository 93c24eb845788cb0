package dev.liquidity.connector.kite.rest;

import java.io.IOException;

/**
 * The server can't be reached, is overloaded, or its proxy answers with an error page: the same call may succeed later.
 * The message is one line without a secret, and there is no cause, since a library's message may hold an address with a
 * token.
 */
public final class TransientException extends IOException {
    public TransientException(String message) {
        super(message);
    }
}
