/**
 * The connector: Kite's sockets to the Redis stream, by way of a journal. A tick's way goes through {@code kite.socket}, {@code journal},
 * {@code wire} and {@code publish}, in this order; {@link dev.liquidity.connector.Connector} is the wiring.
 *
 * <table>
 * <caption>Threads of this package</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>main</td><td>the clock</td><td>starts and ends sessions</td><td>at a stop signal</td></tr>
 * <tr><td>counters</td><td>the counters</td><td>one line of log every ten seconds</td><td>within a second</td></tr>
 * </table>
 */
package dev.liquidity.connector;
