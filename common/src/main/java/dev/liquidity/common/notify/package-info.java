/**
 * Tells people what happens while they do not watch: by Telegram, a webhook or a command. The log is the source: its
 * lines at ERROR, and those with the marker {@link dev.liquidity.common.notify.Notice#TELL}.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>tell-telegram, tell-webhook, tell-command</td><td>its {@code Outbox}, which the threads that log fill</td>
 * <td>requests to a server, or a command's standard input</td><td>with the log, after 2 s at most</td></tr>
 * </table>
 */
package dev.liquidity.common.notify;
