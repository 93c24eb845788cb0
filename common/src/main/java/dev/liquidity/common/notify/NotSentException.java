package dev.liquidity.common.notify;

/** Says why a text was not sent. */
final class NotSentException extends Exception {
    enum Kind {
        /** It passes, and the text has certainly not arrived. */
        PASSING,
        /** The text may have arrived nevertheless. */
        DOUBTFUL,
        /** Somebody must mend it. */
        REFUSED
    }

    private final Kind kind;
    private final long waitMillis;

    /** @param waitMillis how long the server wants no other text; 0 if it does not say */
    NotSentException(Kind kind, String message, long waitMillis) {
        super(message);
        this.kind = kind;
        this.waitMillis = waitMillis;
    }

    Kind kind() {
        return kind;
    }

    long waitMillis() {
        return waitMillis;
    }
}
