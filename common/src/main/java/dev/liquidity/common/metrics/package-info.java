/**
 * A process' numbers for Prometheus, on a port of loopback. Only this package knows Micrometer, and nothing of it is
 * loaded unless {@code metrics.port} is set.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>HTTP-Dispatcher, the server's own</td><td>the counters, the virtual machine's memory and collections</td>
 * <td>an answer for each scrape</td><td>with the server, at once</td></tr>
 * </table>
 */
package dev.liquidity.common.metrics;
