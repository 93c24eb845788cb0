/**
 * How a process is: its counters and figures, told to whoever looks. The recording does not wait for it, and goes on
 * without it.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>status</td><td>the counters</td><td>a hash in Redis, every few seconds</td>
 * <td>at once, or interrupted after 300 ms if Redis does not answer</td></tr>
 * <tr><td>HTTP-Dispatcher, the server's own</td><td>the counters, the virtual machine's memory and collections</td>
 * <td>an answer for each scrape of {@code metrics.port}</td><td>with the server, at once</td></tr>
 * </table>
 */
package dev.liquidity.common.status;
