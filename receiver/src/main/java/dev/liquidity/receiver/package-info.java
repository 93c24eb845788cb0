/**
 * The receiver: Redis stream → Redis keys and SQLite. {@link dev.liquidity.receiver.Receiver} is the command,
 * {@link dev.liquidity.receiver.Pipeline} the wiring. A tick goes through {@code consume}, {@code keys}, {@code store},
 * and its acknowledgement through {@code consume} again:
 *
 * <pre>
 * stream → reader → [queue] → keys-writer → [queue] → store-writer → [queue] → acknowledger → stream
 * </pre>
 *
 * An entry is acknowledged after its Redis keys were written and its row was committed, never before. The queues are
 * bounded, so what holds up one thread holds up the reader, and Redis keeps what is not read.
 */
package dev.liquidity.receiver;
