package dev.liquidity.sandbox.ticker;

/**
 * What one socket has seen.
 *
 * @param id 1 for the first since the start
 * @param ticks packets in frames that were written whole
 * @param frames of any kind, heartbeats included
 * @param bytes of all frames
 * @param end why it ended; null while it is open
 */
public record SocketReport(int id, int subscriptions, long ticks, long frames, long bytes, String end) {}
