package dev.liquidity.common.stream;

/** A stream entry that cannot be read. The message says in one line what is wrong with it. */
public final class MalformedEntryException extends Exception {
    public MalformedEntryException(String message) {
        super(message);
    }

    public MalformedEntryException(String message, Throwable cause) {
        super(message, cause);
    }
}
