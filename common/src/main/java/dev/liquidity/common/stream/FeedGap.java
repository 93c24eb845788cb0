package dev.liquidity.common.stream;

import java.time.Instant;

/**
 * An interval in which ticks could not arrive. Immutable.
 *
 * @param socket 1 to 3; 0 for all of them, when the connector itself was down
 * @param from when the last message before it arrived
 * @param to when the first message after it arrived
 * @param reason one line for a person
 * @param instruments how many instruments it affects
 */
public record FeedGap(int socket, Instant from, Instant to, String reason, int instruments) {}
