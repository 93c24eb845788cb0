/**
 * The dashboard: a web page's resources, and answers about what was recorded, as JSON. It only reads. Runs in a process
 * of its own, beside the one that records.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>the server's, at most 24</td><td>requests; SQLite and the archive, one at a time</td><td>answers; the
 * events of one viewer of live ticks</td><td>with the server, at once</td></tr>
 * <tr><td>dashboard-live</td><td>Redis' keys of the instruments that are viewed, 10 times a second</td><td>their newest
 * events</td><td>with the server, at once</td></tr>
 * </table>
 */
package dev.liquidity.receiver.web;
