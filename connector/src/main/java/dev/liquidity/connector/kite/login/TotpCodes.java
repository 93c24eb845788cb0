package dev.liquidity.connector.kite.login;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.liquidity.common.config.Secret;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.connector.kite.rest.Sleeper;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
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
    /** 80 bits, the shortest secret of any issuer. */
    private static final int FEWEST_CHARACTERS = 16;

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
    private final long windowMillis = generator.getTimeStep().toMillis();
    private final SecretKey key;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private long lastWindow = Long.MIN_VALUE;

    /**
     * Codes of a secret.
     *
     * @throws UserException with {@code USAGE} if the secret is not base32
     */
    TotpCodes(Secret totpSecret, InstantSource clock, Sleeper sleeper) {
        key = new SecretKeySpec(keyBytes(totpSecret), generator.getAlgorithm());
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** Reads base32 (RFC 4648) as Zerodha shows it: in any case, with or without blanks, dashes and padding. */
    static byte[] keyBytes(Secret totpSecret) {
        String text = totpSecret
                .reveal()
                .replaceAll("[\\s-]", "")
                .replaceAll("=+$", "")
                .toUpperCase(Locale.ROOT);
        if (!text.matches("[A-Z2-7]*")) {
            throw malformed(
                    "a character other than A-Z and 2-7 (a QR code's or an app's six digits are not the secret)");
        }
        if (text.length() % 8 == 1 || text.length() % 8 == 3 || text.length() % 8 == 6) {
            throw malformed("a length that base32 cannot have: a character is missing or too many");
        }
        if (text.length() < FEWEST_CHARACTERS) {
            throw malformed("fewer than " + FEWEST_CHARACTERS + " characters");
        }
        return new Base32().decode(text);
    }

    private static UserException malformed(String why) {
        return new UserException(
                ExitCode.USAGE,
                "zerodha.totp_secret is not the base32 text that Zerodha shows when external TOTP is enabled: it has "
                        + why);
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
