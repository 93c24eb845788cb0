package dev.liquidity.connector.kite.rest;

import java.io.IOException;

/**
 * No verdict: the server can't be reached, is overloaded, or answers with its proxy's error page. The same call may succeed later. The
 * message is one line without a secret, and there is no cause: a library's own message could hold an address with a token in it.
 */
public final class TransientException extends IOException {
    public TransientException(String message) {
        super(message);
    }
}
