package dev.liquidity.connector.kite.login;

import dev.liquidity.connector.kite.rest.Reply;
import java.time.Duration;
import java.time.Instant;

/**
 * The difference between the host's clock and the server's, by the {@code Date} header of an answer. Immutable.
 *
 * @param seconds positive if the host is ahead; accurate to a second or two, since the header has whole seconds and the
 *     answer travels
 */
record ClockSkew(long seconds) {
    /** More than the header's rounding and a slow network. */
    static final long NOTICEABLE = 5;
    /** A code can miss its window. */
    static final long DOUBTFUL = 15;
    /** No code by this host's clock is right: servers accept the window before and after. */
    static final long HOPELESS = 60;

    /** The skew when an answer arrives; zero if the server did not send its time. */
    static ClockSkew at(Reply reply, Instant hostTime) {
        return new ClockSkew(
                reply.serverTime() == null
                        ? 0
                        : Duration.between(reply.serverTime(), hostTime).toSeconds());
    }

    /** Whether it is one of the limits above, in seconds, or more. */
    boolean is(long limit) {
        return Math.abs(seconds) >= limit;
    }

    /** {@code 95 s behind}. */
    String words() {
        return Math.abs(seconds) + " s " + (seconds < 0 ? "behind" : "ahead of");
    }
}
