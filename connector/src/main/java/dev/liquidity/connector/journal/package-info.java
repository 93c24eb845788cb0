/**
 * The queue on disk between the sockets and the publisher; here a tick gets its ID. A frame goes through
 * {@link dev.liquidity.connector.journal.FrameRecorder} and {@link dev.liquidity.connector.journal.JournalWriter}, and
 * comes back from {@link dev.liquidity.common.journal.JournalReader}.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>journal</td><td>{@link dev.liquidity.connector.queue.ArrivalQueue}</td><td>the journal's last file</td>
 *   <td>drains the queue and closes the file, within 2.5 s</td></tr>
 * <tr><td>journal-keeper</td><td>how far the store is</td><td>forces the last file every second; deletes old files</td>
 *   <td>at once</td></tr>
 * </table>
 */
package dev.liquidity.connector.journal;
