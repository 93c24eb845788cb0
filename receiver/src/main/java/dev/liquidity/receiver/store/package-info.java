/**
 * SQLite: the layout, one transaction a commit, and what a failure means. The only package that uses {@code java.sql}.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>stops</th></tr>
 * <tr><td>store-writer</td><td>the queue of batches that are in the Redis keys</td><td>SQLite; the queue of batches to
 * acknowledge</td><td>when it is closing and its queue is empty, after its last commit</td></tr>
 * <tr><td>main, for {@code import}</td><td>an older database</td><td>SQLite</td><td>at its end, or within a chunk</td>
 * </tr>
 * </table>
 */
package dev.liquidity.receiver.store;
