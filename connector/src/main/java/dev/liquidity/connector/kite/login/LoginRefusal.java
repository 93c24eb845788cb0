package dev.liquidity.connector.kite.login;

/** A login was refused. The message is one line that says what to do; it becomes that of a {@code UserException}. */
final class LoginRefusal extends Exception {
    LoginRefusal(String message) {
        super(message);
    }
}
