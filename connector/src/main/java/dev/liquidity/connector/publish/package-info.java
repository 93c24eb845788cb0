/**
 * From the journal into Redis, exactly once.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>publisher</td><td>the journal, at its own position</td><td>the stream, the gaps' stream, the day's
 * instruments, the writer's lease</td> <td>when all of the journal is published after it was asked, or at once when
 * Redis is away or the stream may hold no more</td></tr>
 * </table>
 */
package dev.liquidity.connector.publish;
