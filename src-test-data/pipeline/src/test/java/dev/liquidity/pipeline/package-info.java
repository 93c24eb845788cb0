/**
 * What no module can test alone: who depends on whom, what lies where, that the README is true; and the whole way of a tick under every fault
 * that could be thought of, with the real processes: connector.jar and receiver.jar as children, a real redis-server, SQLite on disk, and
 * the sandbox exchange in the test's own process.
 *
 * <p>{@link dev.liquidity.pipeline.Rig} starts and ends the processes, a {@link dev.liquidity.pipeline.Fault} strikes them, and
 * {@link dev.liquidity.pipeline.Verdict} holds ledger, journal and store against each other.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>reads</th><th>writes</th><th>how it stops</th></tr>
 * <tr><td>one a {@link dev.liquidity.pipeline.Meanwhile}</td><td>a pipeline of its own</td><td>a fault that lasts long</td>
 *   <td>with the fault, or with the tests</td></tr>
 * </table>
 */
package dev.liquidity.pipeline;
