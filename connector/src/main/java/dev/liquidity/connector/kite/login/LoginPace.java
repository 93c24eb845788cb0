package dev.liquidity.connector.kite.login;

import java.time.Duration;
import java.time.Instant;

/**
 * The wait between two logins: a minute, doubled with each login up to half an hour, a minute again after a quiet
 * night. Not thread-safe.
 */
final class LoginPace {
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LAST = Duration.ofMinutes(30);
    /** Longer than the time between two logins of one fault, shorter than the night. */
    private static final Duration QUIET = Duration.ofHours(6);

    private Instant last;
    private Duration gap = FIRST;

    /** Notes that a login begins. */
    void begun(Instant now) {
        if (last != null) {
            Duration since = Duration.between(last, now);
            gap = since.compareTo(QUIET) >= 0 ? FIRST : min(gap.multipliedBy(2), LAST);
        }
        last = now;
    }

    /** Notes that the login ended without a verdict: no attempt was spent, so that the next wait is a first one's. */
    void inconclusive() {
        gap = FIRST;
    }

    /** How long until a login may begin; zero or less means now. */
    Duration remaining(Instant now) {
        if (last == null || now.isBefore(last)) {
            return Duration.ZERO;
        }
        return gap.minus(Duration.between(last, now));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
