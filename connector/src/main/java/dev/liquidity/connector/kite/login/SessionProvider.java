package dev.liquidity.connector.kite.login;

import dev.liquidity.connector.kite.rest.KiteSession;

/** Gives out the day's session. Thread-safe: while one thread logs in, the others wait for the result. */
public interface SessionProvider {
    /**
     * The session in use; the first call of a day takes it from the session file or logs in.
     *
     * @throws dev.liquidity.common.runtime.UserException with {@code LOGIN_REFUSED}, also if no server can be reached
     */
    KiteSession current() throws InterruptedException;

    /**
     * Replaces a session that a server refused: by the one that another thread has got meanwhile, else by a new login.
     * Logs in only if the API, too, says that the token is dead, and the last login was long enough ago.
     *
     * @throws LoginLaterException if it is too early for a login, or no server gave a verdict; the old session stays in
     *     use
     * @throws dev.liquidity.common.runtime.UserException with {@code LOGIN_REFUSED} if the login itself is refused
     */
    KiteSession fresh(KiteSession refused) throws LoginLaterException, InterruptedException;
}
