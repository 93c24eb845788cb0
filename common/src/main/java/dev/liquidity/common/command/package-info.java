/**
 * From a command line to an exit code: flags, settings, the log, the run, signals, and what the user is told of a failure. The only place,
 * beside the two mains, that knows picocli, and the only one that knows logback.
 *
 * <table>
 *   <caption>Threads</caption>
 *   <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 *   <tr><td>main</td><td>arguments, settings</td><td>runs the program, then stdout, stderr and the log</td>
 *       <td>with the program's run</td></tr>
 *   <tr><td>stop-hook</td><td>the end of the run, for 10 s at most</td><td>the request to stop</td>
 *       <td>ends the process with the run's exit code; exists only once a signal has come</td></tr>
 * </table>
 */
package dev.liquidity.common.command;
