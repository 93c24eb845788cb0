/**
 * Calls of Kite's web and REST servers: bounded in time and size, and with two kinds of failure, the one that may pass
 * ({@link dev.liquidity.connector.kite.rest.TransientException}) and the server's verdict
 * ({@link dev.liquidity.connector.kite.rest.RefusedException}). No message holds a secret, and no library's exception is passed on as a
 * cause, because those quote addresses and bodies. Called on the caller's thread; interrupting it ends its waits.
 */
package dev.liquidity.connector.kite.rest;
