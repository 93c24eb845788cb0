package dev.liquidity.connector.kite.login;

import java.time.Duration;
import java.time.Instant;

/**
 * The wait between two logins: ten seconds, four times as long with each login up to half an hour, ten seconds again
 * after a quiet night. Not thread-safe.
 */
final class LoginPace {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final int GROWTH = 4;
    private static final Duration INCONCLUSIVE = Duration.ofMinutes(1);
    private static final Duration LAST = Duration.ofMinutes(30);
    /** Longer than the time between two logins of one fault, shorter than the night. */
    static final Duration QUIET = Duration.ofHours(6);

    private Instant last;
    private Duration gap = FIRST;

    /** Notes that a login begins. */
    void begun(Instant now) {
        if (last != null) {
            Duration since = Duration.between(last, now);
            gap = since.compareTo(QUIET) >= 0 ? FIRST : min(gap.multipliedBy(GROWTH), LAST);
        }
        last = now;
    }

    /** Notes that the login ended without a verdict: no attempt was spent, so that the next one follows soon. */
    void inconclusive() {
        gap = INCONCLUSIVE;
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
