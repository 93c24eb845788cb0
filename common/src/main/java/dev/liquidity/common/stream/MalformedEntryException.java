package dev.liquidity.common.stream;

/** A stream entry that is not a tick, whatever wrote it. The message says what is wrong with it, in one line. */
public final class MalformedEntryException extends Exception {
    public MalformedEntryException(String message) {
        super(message);
    }

    public MalformedEntryException(String message, Throwable cause) {
        super(message, cause);
    }
}
