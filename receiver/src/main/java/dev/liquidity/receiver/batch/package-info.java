/**
 * What passes from thread to thread: a {@link dev.liquidity.receiver.batch.Batch} holds what one read brought, a
 * {@link dev.liquidity.receiver.batch.BatchQueue} is bounded by its ticks,
 * {@link dev.liquidity.receiver.batch.InFlight} counts the batches that are not yet acknowledged. Every other package
 * of the receiver depends on this one, and it on none of them.
 */
package dev.liquidity.receiver.batch;
