package dev.liquidity.connector.kite.login;

import dev.liquidity.connector.kite.rest.KiteSession;

/** Where the day's session comes from. Thread-safe: while one thread logs in, the others wait for what it brings. */
public interface SessionProvider {
    /**
     * The session in use; the first call of a day finds the one in the session file or logs in.
     *
     * @throws dev.liquidity.common.runtime.UserException with {@code LOGIN_REFUSED}, also when no server can be reached
     */
    KiteSession current() throws InterruptedException;

    /**
     * A session instead of one that a server has refused. When another thread has replaced it meanwhile, that one; else a new login, but
     * only when the token is dead by the API's own word and the last login was long enough ago.
     *
     * @throws LoginLaterException when it is too early for a login, or no server gave a verdict; until its time the old session stays
     * @throws dev.liquidity.common.runtime.UserException with {@code LOGIN_REFUSED} when the login itself is refused
     */
    KiteSession fresh(KiteSession refused) throws LoginLaterException, InterruptedException;
}
