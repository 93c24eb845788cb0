/**
 * Redis keys for people to look at: sorted sets of ticks and of books, each symbol's latest tick, the day's symbols.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>stops</th></tr>
 * <tr><td>keys-writer</td><td>the queue of batches that were read</td><td>Redis; the queue of batches to
 * store</td><td>when it is closing and its queue is empty</td></tr>
 * </table>
 */
package dev.liquidity.receiver.keys;
