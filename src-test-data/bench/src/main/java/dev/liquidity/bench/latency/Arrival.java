package dev.liquidity.bench.latency;

/**
 * A tick that was seen in the stream and is awaited in its {@code latest:} hash.
 *
 * @param id packed
 * @param receivedAtMicros when the connector's socket delivered it, microseconds since the epoch
 */
record Arrival(long id, long receivedAtMicros) {}
