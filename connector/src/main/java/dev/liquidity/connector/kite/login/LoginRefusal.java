package dev.liquidity.connector.kite.login;

/** Why a login failed for good, as one line that says what to do. It becomes the {@code UserException}. */
final class LoginRefusal extends Exception {
    LoginRefusal(String message) {
        super(message);
    }
}
