/**
 * From the journal into the stream, exactly once: the stage <em>stream</em>. A tick goes down these rooms:
 * {@code JournalTicks} reads and decodes it, {@code TickFeed} puts it into a batch if {@code StreamCursor} says so,
 * {@code StreamSession} sends the batch, and {@code StreamPublisher} repeats that. {@code StreamRebuild} is for ticks
 * that XADD can't add any more.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>publisher</td><td>the journal, at its own position</td>
 *   <td>the stream, the gaps' stream, the day's instruments, the writer's lease, the file of the stored mark</td>
 *   <td>when all that was journaled before the request is published, or at once if Redis is away or the stream has no
 *   room; it releases the lease itself</td></tr>
 * </table>
 */
package dev.liquidity.connector.publish;
