/**
 * Ticks to the Redis keys that people look at: sorted sets of ticks and books, the latest of each symbol, the day's symbols.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>stops</th></tr>
 * <tr><td>keys-writer</td><td>the queue of batches as they were read</td><td>Redis; the queue of batches to be stored</td><td>when told
 * to drain, after its last batch</td></tr>
 * </table>
 */
package dev.liquidity.receiver.keys;
