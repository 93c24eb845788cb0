/**
 * Ticks to SQLite: the layout, one transaction a dump, and what a failure means. The only package that knows {@code java.sql}. Everything
 * in it belongs to one thread.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>stops</th></tr>
 * <tr><td>store-writer</td><td>the queue of batches that are in the Redis keys</td><td>SQLite; the queue of batches to be
 * acknowledged</td><td>when told to drain, after its last commit</td></tr>
 * </table>
 */
package dev.liquidity.receiver.store;
