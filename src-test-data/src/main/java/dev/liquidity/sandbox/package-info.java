/**
 * The sandbox exchange: plays Kite's login, REST API and ticker on loopback, records every packet it sends, injects
 * faults, and audits what was stored. It shares no code with the program under test, so that the wire format has two
 * witnesses.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>sandbox-http, sandbox-http-N</td><td>a connection's requests</td><td>answers</td>
 *   <td>its socket is closed</td></tr>
 * <tr><td>sandbox-ticker</td><td>new connections</td><td>a reader for each</td>
 *   <td>its socket is closed</td></tr>
 * <tr><td>sandbox-read-N</td><td>a client's messages</td><td>orders to its writer</td>
 *   <td>its socket is closed</td></tr>
 * <tr><td>sandbox-write-N</td><td>orders, feeds</td><td>frames, ledger</td>
 *   <td>its socket has ended</td></tr>
 * <tr><td>sandbox-market</td><td>the time</td><td>the spots</td>
 *   <td>a flag</td></tr>
 * <tr><td>sandbox-ledger</td><td>the buffer</td><td>the file</td>
 *   <td>a flag</td></tr>
 * </table>
 */
package dev.liquidity.sandbox;
