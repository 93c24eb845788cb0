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
import org.apache.commons.codec.binary.Base32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Six-digit codes (RFC 6238), one a 30 s window, none given twice and none about to expire. Not thread-safe. */
final class TotpCodes {
    private static final Logger LOG = LoggerFactory.getLogger(TotpCodes.class);
    /** A code with less life left may be dead when it arrives; the next one is awaited instead. */
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(3);

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
    private final long windowMillis = generator.getTimeStep().toMillis();
    private final SecretKey key;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private long lastWindow = Long.MIN_VALUE;

    /** @param totpSecret base32, as the configuration has checked */
    TotpCodes(Secret totpSecret, InstantSource clock, Sleeper sleeper) {
        key = new SecretKeySpec(new Base32().decode(totpSecret.reveal()), generator.getAlgorithm());
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** The next code; waits for its window if need be, at most 33 s. */
    Secret next() throws InterruptedException {
        long now = clock.millis();
        // After a step back of the host's clock, do not wait until it has caught up with the last window.
        for (int waits = 0; waits < 2 && isTooLate(now); waits++) {
            Duration wait = Duration.ofMillis(windowMillis - Math.floorMod(now, windowMillis));
            if (wait.compareTo(SHORTEST_LIFE) > 0) {
                LOG.info("Waiting {} s for the next TOTP code", wait.toSeconds() + 1);
            }
            sleeper.sleep(wait);
            now = clock.millis();
        }
        lastWindow = Math.floorDiv(now, windowMillis);
        try {
            return new Secret(generator.generateOneTimePasswordString(key, Instant.ofEpochMilli(now)));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC refuses the TOTP key", e);
        }
    }

    private boolean isTooLate(long now) {
        return Math.floorDiv(now, windowMillis) == lastWindow
                || windowMillis - Math.floorMod(now, windowMillis) < SHORTEST_LIFE.toMillis();
    }
}
