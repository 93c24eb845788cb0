/**
 * The ticker's sockets: connect, subscribe, notice silence, connect again. A frame goes from {@code TickerConnection}
 * through {@code GapWatch} to {@link dev.liquidity.connector.kite.socket.FrameSink}.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>socket-1 to socket-3</td><td>the state of its connection, five times a second</td>
 *   <td>a new connection when that one ended</td><td>closes its connection, within 1.7 s</td></tr>
 * <tr><td>okhttp's reader, one a connection</td><td>the socket</td>
 *   <td>{@code FrameSink}, where it may wait for room</td><td>with its connection; an interrupt ends a wait</td></tr>
 * </table>
 */
package dev.liquidity.connector.kite.socket;
