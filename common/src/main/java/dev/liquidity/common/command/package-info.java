/**
 * From a command line to an exit code: flags, settings, the log, the run, signals, and the user's message on a failure.
 * Only this package, the two main classes and their
 * commands know picocli; only this package knows logback.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>main</td><td>arguments, settings</td><td>stdout, stderr, the log</td><td>with the program's run</td></tr>
 * <tr><td>stop-hook</td><td>the end of the run</td><td>the request to stop, the exit code</td>
 * <td>started by a signal; ends the process, after 10 s at most</td></tr>
 * <tr><td>AsyncAppender-Worker-console</td><td>its queue of log lines</td><td>stdout, for as long as somebody reads
 * it</td><td>with the log, after half a second at most</td></tr>
 * <tr><td>stderr</td><td>the user's message</td><td>stderr</td><td>with the process</td></tr>
 * </table>
 */
package dev.liquidity.common.command;
