package dev.liquidity.sandbox.web;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;

/** Checks a time-based password (RFC 6238) by the server's own clock; the one before is still taken, as servers do. */
final class TotpCheck {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
    private final SecretKeySpec key;
    private final Clock clock;

    TotpCheck(String base32Secret, Clock clock) {
        this.key = new SecretKeySpec(decode(base32Secret), generator.getAlgorithm());
        this.clock = clock;
    }

    boolean accepts(String value) {
        Instant now = clock.instant();
        return value.equals(at(now)) || value.equals(at(now.minus(generator.getTimeStep())));
    }

    private String at(Instant time) {
        try {
            return generator.generateOneTimePasswordString(key, time);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("a key of any bytes is good", e);
        }
    }

    static byte[] decode(String base32) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (char c : base32.toUpperCase(Locale.ROOT).toCharArray()) {
            int value = BASE32.indexOf(c);
            if (value < 0) {
                throw new IllegalArgumentException("a TOTP secret is Base32");
            }
            buffer = buffer << 5 | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(buffer >> bits);
                buffer &= (1 << bits) - 1;
            }
        }
        return bytes.toByteArray();
    }
}
