/**
 * What any process needs to run unattended and to stop: a named worker with one duty, one request to stop for all of them, waits that grow,
 * counters with meanings, and the two kinds of failure, the user's ({@link dev.liquidity.common.runtime.UserException}) and the program's own.
 *
 * <table>
 *   <caption>Threads</caption>
 *   <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 *   <tr><td>a {@link dev.liquidity.common.runtime.Worker}</td><td>its duty's</td><td>its duty's</td>
 *       <td>{@code close}: the duty ends by itself, or is interrupted after a bounded wait</td></tr>
 * </table>
 */
package dev.liquidity.common.runtime;
