package dev.liquidity.connector.kite.login;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.liquidity.common.config.Secret;
import dev.liquidity.connector.kite.rest.Sleeper;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Six-digit codes (RFC 6238), one a 30 s window, none given twice and none about to expire. Not thread-safe. */
final class TotpCodes {
    /** A code that dies sooner than this may be dead when it arrives: the next one is waited for. */
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(3);

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
    private final long windowMillis = generator.getTimeStep().toMillis();
    private final SecretKey key;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private long lastWindow = Long.MIN_VALUE;

    TotpCodes(Secret totpSecret, InstantSource clock, Sleeper sleeper) {
        key = new SecretKeySpec(Base32Text.decode(totpSecret), generator.getAlgorithm());
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** The next code, waiting for its window when it must: at most 33 s. */
    Secret next() throws InterruptedException {
        long now = clock.millis();
        // A host clock that is stepped back must not hold a login up for as long as it was ahead.
        for (int waits = 0; waits < 2 && tooLate(now); waits++) {
            sleeper.sleep(Duration.ofMillis(windowMillis - Math.floorMod(now, windowMillis)));
            now = clock.millis();
        }
        lastWindow = Math.floorDiv(now, windowMillis);
        try {
            return new Secret(generator.generateOneTimePasswordString(key, Instant.ofEpochMilli(now)));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC refuses the TOTP key", e);
        }
    }

    private boolean tooLate(long now) {
        return Math.floorDiv(now, windowMillis) == lastWindow
                || windowMillis - Math.floorMod(now, windowMillis) < SHORTEST_LIFE.toMillis();
    }
}
