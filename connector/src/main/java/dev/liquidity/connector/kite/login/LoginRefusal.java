package dev.liquidity.connector.kite.login;

/** A login was refused. The message is one line that says what to do; it becomes that of a {@code UserException}. */
final class LoginRefusal extends Exception {
    private final boolean isOfValues;

    LoginRefusal(String message) {
        this(message, false);
    }

    private LoginRefusal(String message, boolean isOfValues) {
        super(message);
        this.isOfValues = isOfValues;
    }

    /** The server refused the password or the code: the same values must not be sent again. */
    static LoginRefusal ofValues(String message) {
        return new LoginRefusal(message, true);
    }

    boolean isOfValues() {
        return isOfValues;
    }
}
