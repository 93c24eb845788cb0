/**
 * The age of ticks when a reader has them.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>stops</th></tr>
 * <tr><td>{@code bench-stream-watch}</td><td>the stream, from its end</td>
 *     <td>its latencies; arrivals of some symbols</td>
 *     <td>when closed, within 0.2 s</td></tr>
 * <tr><td>{@code bench-latest-watch}</td><td>{@code latest:} of these symbols; their arrivals</td>
 *     <td>its latencies</td>
 *     <td>when closed, at once</td></tr>
 * </table>
 */
package dev.liquidity.bench.latency;
