/**
 * Kite, from configuration to the door of the sockets: {@link dev.liquidity.connector.kite.KiteDesk} logs in ({@code login}) and selects
 * what to subscribe ({@code instruments}), both over HTTP ({@code rest}). It has no threads of its own: a session's start calls it on the
 * main thread, and a socket's thread calls {@link dev.liquidity.connector.kite.login.SessionProvider} when its handshake is refused.
 */
package dev.liquidity.connector.kite;
