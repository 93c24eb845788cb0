/**
 * What the two processes say to each other through Redis: a tick's identity and JSON, feed gaps, instruments, the names
 * of all keys, and the connections themselves.
 *
 * <p>The connector writes a tick with {@code TickWriter}; the receiver reads it with {@code TickReader}, which takes
 * our own entries with {@code OwnTickReader} and those of any other writer with {@code ForeignTickReader}. The two
 * halves of the format stay side by side, so that one test holds them to each other. {@code JsonBuffer},
 * {@code CommandBuffer} and the two cursors are the tools of both; {@code TickBenchmark}, in the module {@code bench},
 * measures what they are worth.
 *
 * <p>This package starts no threads. Writers, readers, buffers and connections belong to one thread each; IDs, gaps and
 * instruments are immutable and cross threads.
 */
package dev.liquidity.common.stream;
