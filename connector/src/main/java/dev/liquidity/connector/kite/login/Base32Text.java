package dev.liquidity.connector.kite.login;

import dev.liquidity.common.config.Secret;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.util.Arrays;
import java.util.Locale;

/** A TOTP secret as Zerodha shows it: base32 (RFC 4648), in whatever case, with or without blanks, dashes and padding. */
final class Base32Text {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    /** 80 bits, the shortest that any issuer hands out. */
    private static final int FEWEST_BYTES = 10;

    private Base32Text() {}

    /**
     * The key's bytes.
     *
     * @throws UserException with {@code USAGE} for what is no such text
     */
    static byte[] decode(Secret secret) {
        String text =
                secret.reveal().replaceAll("[\\s-]", "").replaceAll("=+$", "").toUpperCase(Locale.ROOT);
        byte[] bytes = new byte[text.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                throw malformed(
                        "a character other than A-Z and 2-7 (a QR code's or an app's six digits are not the secret)");
            }
            buffer = (buffer << 5 | value) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[length++] = (byte) (buffer >> bits);
            }
        }
        if (text.length() % 8 == 1 || text.length() % 8 == 3 || text.length() % 8 == 6) {
            throw malformed("a length that no such text has: a character is missing or too many");
        }
        if (length < FEWEST_BYTES) {
            throw malformed("fewer than 16 characters");
        }
        return Arrays.copyOf(bytes, length);
    }

    private static UserException malformed(String why) {
        return new UserException(
                ExitCode.USAGE,
                "zerodha.totp_secret is not the base32 text that Zerodha shows when external TOTP is enabled: it has "
                        + why);
    }
}
