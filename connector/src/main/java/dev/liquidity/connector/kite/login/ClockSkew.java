package dev.liquidity.connector.kite.login;

import dev.liquidity.connector.kite.rest.Reply;
import java.time.Duration;
import java.time.Instant;

/**
 * How far the host's clock is from the server's, by the {@code Date} header of an answer.
 *
 * @param seconds positive when the host is ahead; good to a second or two, as the header has whole seconds and the answer travelled
 */
record ClockSkew(long seconds) {
    /** From here on it is more than the header's rounding and a slow network. */
    private static final long NOTICEABLE_SECONDS = 5;
    /** From here on a code can miss its window. */
    private static final long DOUBTFUL_SECONDS = 15;
    /** From here on no code of this host's clock is right: servers take one window before and after. */
    private static final long HOPELESS_SECONDS = 60;

    /** The skew at an answer's arrival; zero when the server did not tell its time. */
    static ClockSkew at(Reply reply, Instant hostTime) {
        return new ClockSkew(
                reply.serverTime() == null
                        ? 0
                        : Duration.between(reply.serverTime(), hostTime).toSeconds());
    }

    boolean isNoticeable() {
        return Math.abs(seconds) >= NOTICEABLE_SECONDS;
    }

    boolean isDoubtful() {
        return Math.abs(seconds) >= DOUBTFUL_SECONDS;
    }

    boolean isHopeless() {
        return Math.abs(seconds) >= HOPELESS_SECONDS;
    }

    /** {@code 95 s behind}. */
    String words() {
        return Math.abs(seconds) + " s " + (seconds < 0 ? "behind" : "ahead of");
    }
}
