package dev.liquidity.common.stream;

import java.time.Instant;

/**
 * An interval in which ticks could not arrive.
 *
 * @param socket 1 to 3, or 0 when it was all of them (the connector itself was down)
 * @param from the last message before it
 * @param to the first message after it
 * @param reason one line for a person
 * @param instruments how many instruments were concerned
 */
public record FeedGap(int socket, Instant from, Instant to, String reason, int instruments) {}
