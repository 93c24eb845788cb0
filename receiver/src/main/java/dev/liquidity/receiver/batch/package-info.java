/**
 * What passes from thread to thread: a {@link dev.liquidity.receiver.batch.Batch} of one read, with what its entries were. Values only;
 * every other package of the receiver knows this one, and it knows none of them.
 */
package dev.liquidity.receiver.batch;
