package dev.liquidity.bench.latency;

/**
 * A tick that was read from the stream and is expected in its {@code latest:} hash.
 *
 * @param id packed
 * @param dueAtMicros when it would have been delivered had the connector not stalled, see {@link Latencies}
 * @param receivedAtMicros when the connector's socket delivered it, microseconds since the epoch
 */
record Arrival(long id, long dueAtMicros, long receivedAtMicros) {}
