/**
 * What a process needs to run unattended and to stop: named workers with one duty each
 * ({@link dev.liquidity.common.runtime.Worker}), one request to stop for the whole process
 * ({@link dev.liquidity.common.runtime.StopSignal}), growing waits, counters with meanings, and the two kinds of
 * failure, the user's ({@link dev.liquidity.common.runtime.UserException}) and the program's own.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>each worker's</td><td>as its duty does</td><td>as its duty does</td>
 *   <td>its duty is told ({@link dev.liquidity.common.runtime.Closing}), finishes, and releases what it holds; the
 *   thread is interrupted if that takes longer than the caller waits</td></tr>
 * </table>
 */
package dev.liquidity.common.runtime;
