/**
 * The receiver: Redis stream → Redis keys and SQLite. {@link dev.liquidity.receiver.Receiver} is the command,
 * {@link dev.liquidity.receiver.Pipeline} wires the threads. A tick passes through {@code consume}, {@code keys} and
 * {@code store} in a {@code batch}; then {@code consume} acknowledges it:
 *
 * <pre>
 * stream → reader → [queue] → keys-writer → [queue] → store-writer → [queue] → acknowledger → stream
 * </pre>
 *
 * An entry is acknowledged after its Redis keys are written and its row is committed, never before. The queues are
 * bounded: a slow thread makes those before it wait, up to the reader, and Redis keeps what is not read. Each package
 * says which threads it has and when they stop; the main thread logs the counters and waits for the stop.
 */
package dev.liquidity.receiver;
