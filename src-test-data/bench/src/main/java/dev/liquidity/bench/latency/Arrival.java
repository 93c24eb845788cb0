package dev.liquidity.bench.latency;

/**
 * A tick that was seen in the stream and is awaited in its {@code latest:} hash.
 *
 * @param id packed
 * @param dueAtMicros when it would have been delivered had the socket not been waited for, see {@link Latencies}
 * @param receivedAtMicros when the connector's socket delivered it, microseconds since the epoch
 */
record Arrival(long id, long dueAtMicros, long receivedAtMicros) {}
