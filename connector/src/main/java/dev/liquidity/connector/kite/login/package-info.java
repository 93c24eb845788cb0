/**
 * The day's session: {@link dev.liquidity.connector.kite.login.Sessions} takes it from the session file or from a login, which is a
 * password, a TOTP code, redirects and an exchange for an access token. Attempts are spent sparingly, because an account is locked after a
 * few. No threads of its own; a lock lets one caller log in while the others wait for the result.
 */
package dev.liquidity.connector.kite.login;
