/**
 * The connector: from Kite's sockets to the Redis stream, through a journal on disk. A tick passes {@code kite.socket},
 * {@code queue}, {@code journal}, {@code wire} and {@code publish}, in this order;
 * {@link dev.liquidity.connector.Connector} wires them.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>main</td><td>the clock</td><td>starts and ends recordings</td><td>at a stop signal</td></tr>
 * <tr><td>instruments</td><td>the dump, every {@code instruments.refresh_minutes} of a recording</td>
 *   <td>new instruments to the journal and the sockets</td><td>within 200 ms, or by an interrupt</td></tr>
 * <tr><td>counters</td><td>the counters</td><td>a log line every ten seconds</td><td>at once</td></tr>
 * </table>
 */
package dev.liquidity.connector;
