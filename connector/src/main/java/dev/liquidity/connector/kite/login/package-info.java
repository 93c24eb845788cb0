/**
 * The day's session: {@link dev.liquidity.connector.kite.login.Sessions} takes it from the session file or from a
 * login, which is a password, a TOTP code, redirects, and the exchange of a request token for an access token. Attempts
 * are rare, since a few failed ones lock the account.
 *
 * <p>No threads: a lock lets one caller log in while the others wait for the result.
 */
package dev.liquidity.connector.kite.login;
