/**
 * Kite before the sockets: {@link dev.liquidity.connector.kite.KiteDesk} logs in ({@code login}) and selects the
 * instruments to subscribe ({@code instruments}), both over HTTP ({@code rest}).
 *
 * <p>No threads: the main thread calls it at the start of a recording, the instruments thread in its course, and a
 * socket's thread calls {@link dev.liquidity.connector.kite.login.SessionProvider} when its handshake is refused.
 */
package dev.liquidity.connector.kite;
