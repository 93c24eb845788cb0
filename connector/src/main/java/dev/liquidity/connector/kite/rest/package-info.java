/**
 * Calls Kite's web and REST servers, bounded in time and size. There are two kinds of failure: one that may pass
 * ({@link dev.liquidity.connector.kite.rest.TransientException}), and the server's verdict ({@link
 * dev.liquidity.connector.kite.rest.RefusedException}). No message holds a secret, and no exception of a library is
 * kept as a cause, since those quote addresses and bodies.
 *
 * <p>No threads: runs on the caller's thread; an interrupt ends the waits between attempts.
 */
package dev.liquidity.connector.kite.rest;
