/**
 * The queue on disk between the sockets and Redis, and a tick's identity.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>journal</td><td>{@link dev.liquidity.connector.journal.ArrivalQueue}</td><td>the journal's last file</td>
 *   <td>when the queue is empty after it was asked</td></tr>
 * <tr><td>journal-keeper</td><td>how far the store is</td><td>nothing: has the disk keep what was written, every second, and deletes old
 *   files</td><td>within a second</td></tr>
 * </table>
 */
package dev.liquidity.connector.journal;
