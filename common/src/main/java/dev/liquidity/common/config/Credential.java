package dev.liquidity.common.config;

/** The values of the Kite account, in the order in which {@code --init} asks for them. */
public enum Credential {
    API_KEY(Schema.API_KEY, "API key of your app (https://developers.kite.trade)", false),
    API_SECRET(Schema.API_SECRET, "API secret (on the same page)", true),
    USER_ID(Schema.USER_ID, "User ID (the login at kite.zerodha.com, such as AB1234)", false),
    PASSWORD(Schema.PASSWORD, "Password", true),
    TOTP_SECRET(Schema.TOTP_SECRET, "TOTP secret (base32, shown when TOTP was enabled)", true);

    private final Key<?> key;
    private final String meaning;
    private final boolean isSecret;

    Credential(Key<?> key, String meaning, boolean isSecret) {
        this.key = key;
        this.meaning = meaning;
        this.isSecret = isSecret;
    }

    /** The name in the section {@code zerodha}. */
    public String key() {
        return key.name();
    }

    /** What the value is and where it is found, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Whether it must not be shown while it is typed. */
    public boolean isSecret() {
        return isSecret;
    }

    /** What is wrong with a value, without quoting it; null if nothing is. */
    public String fault(String text) {
        Written written = Written.one(key.path(), text);
        if (text.isBlank()) {
            return "must not be empty";
        }
        if (written.isPlaceholder()) {
            return "is a placeholder, not your own value";
        }
        try {
            key.read(written);
            return null;
        } catch (Unfit e) {
            return e.getMessage();
        }
    }
}
