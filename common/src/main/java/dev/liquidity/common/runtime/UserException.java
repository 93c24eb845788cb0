package dev.liquidity.common.runtime;

/**
 * A failure that the user can mend. Its message is one plain line that says what is wrong and what to do, contains no
 * secret, and goes to stderr as it is. Every other exception is a fault of the program and ends in
 * {@link ExitCode#UNEXPECTED}.
 */
public class UserException extends RuntimeException {
    private final ExitCode exitCode;

    public UserException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public UserException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
