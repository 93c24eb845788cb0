package dev.liquidity.common.runtime;

/** The exit codes of both programs. */
public enum ExitCode {
    DONE(0),
    /** A fault of the program itself; its stack trace is in the log. */
    UNEXPECTED(1),
    /** A wrong flag, or a fault in the configuration. */
    USAGE(2),
    LOGIN_REFUSED(3),
    /** Redis can't be reached, or can't be used. */
    REDIS(4),
    NOTHING_TO_SUBSCRIBE(5),
    /** The database can't be used. */
    STORE(6);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** @return the number that the process exits with */
    public int code() {
        return code;
    }
}
