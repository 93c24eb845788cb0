package dev.liquidity.common.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** The types of the configuration's secrets and of what belongs to them; no fault quotes one. */
final class SecretKinds {
    private static final Pattern BASE32 = Pattern.compile("[A-Z2-7]{16,}");

    private SecretKinds() {}

    /** A text, taken exactly as it was written. */
    static final Kind<Secret> SECRET = written -> new Secret(clean(written));

    /** The base32 secret of the account's one-time codes, without the blanks that some pages print in it. */
    static final Kind<Secret> TOTP_SECRET = written -> {
        String text = clean(written).replaceAll("[\\s=-]", "").toUpperCase(Locale.ROOT);
        if (text.matches("[0-9]{6}")) {
            throw new Unfit(
                    "is a one-time code; put the secret that generates them there (usually 32 letters and digits 2-7)");
        }
        if (!BASE32.matcher(text).matches()) {
            throw new Unfit("is not base32 (16 or more of the letters A-Z and the digits 2-7)");
        }
        if (text.length() % 8 == 1 || text.length() % 8 == 3 || text.length() % 8 == 6) {
            throw new Unfit("has a length that base32 cannot have: a character is missing or too many");
        }
        return new Secret(text);
    };

    /** An identifier of the account, without blanks. */
    static final Kind<String> CREDENTIAL = written -> {
        String text = clean(written);
        if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new Unfit("contains a blank or a character that no Kite credential has");
        }
        return text;
    };

    /** The text, unless something came along when it was copied or exported. */
    private static String clean(Written written) throws Unfit {
        String text = written.text();
        if (text.endsWith("\r")) {
            throw new Unfit("ends in a carriage return, as in a file with Windows line ends; remove it");
        }
        if (!text.equals(text.strip())) {
            throw new Unfit("begins or ends with a blank; remove it");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Unfit("contains a line break or another control character");
        }
        return text;
    }
}
