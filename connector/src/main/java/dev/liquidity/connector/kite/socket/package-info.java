/**
 * The ticker's sockets: connecting, subscribing, noticing silence, connecting again.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>socket-1 to socket-3</td><td>the state of its connection, five times a second</td><td>a new connection when that one ended</td>
 *   <td>closes its connection, within a second</td></tr>
 * <tr><td>okhttp's reader, one a connection</td><td>the socket</td><td>{@link dev.liquidity.connector.kite.socket.FrameSink}</td>
 *   <td>with its connection</td></tr>
 * </table>
 */
package dev.liquidity.connector.kite.socket;
