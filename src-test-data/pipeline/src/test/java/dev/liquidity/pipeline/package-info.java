/**
 * What no module can test alone: who depends on whom, what lies where, that the README is true; and a tick's whole way
 * under every fault we could think of, with the real processes: connector.jar and receiver.jar as children, a real
 * redis-server, SQLite on disk, and the sandbox exchange in the test's own process.
 *
 * <p>{@link dev.liquidity.pipeline.Rig} starts and ends the processes, a {@link dev.liquidity.pipeline.Fault} strikes
 * them, and {@link dev.liquidity.pipeline.Verdict} compares ledger, journal and store. Test classes run side by side,
 * each with rigs of its own.
 */
package dev.liquidity.pipeline;
