package dev.liquidity.connector.kite.rest;

import dev.liquidity.common.config.Secret;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes one line that may be shown of a server's words: bounded, printable, and without the secrets that it could echo. Thread-safe. */
public final class Redaction {
    private static final int LONGEST = 200;
    /** Shorter than any secret here (a TOTP code has six characters), so that redacting never eats ordinary words. */
    private static final int SHORTEST_SECRET = 4;
    /** A day's logins leave a few each; older ones are dead. */
    private static final int MOST = 256;

    private final List<String> secrets = new CopyOnWriteArrayList<>();

    /** Names a secret; null is none. */
    public void hide(Secret secret) {
        if (secret != null) {
            hide(secret.reveal());
        }
    }

    /** Names a secret. */
    public void hide(String secret) {
        if (secret.length() < SHORTEST_SECRET || secrets.contains(secret)) {
            return;
        }
        if (secrets.size() >= MOST) {
            // The first few are the account's own, named at construction; what comes after them are a login's
            // short-lived ones.
            secrets.remove(MOST / 2);
        }
        secrets.add(secret);
    }

    /** The words as one line of at most 200 characters; empty for null. */
    public String clean(String words) {
        if (words == null) {
            return "";
        }
        // The longest first: one can begin like another, and its end must not be left standing.
        List<String> longestFirst = new ArrayList<>(secrets);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        String line = words;
        for (String secret : longestFirst) {
            line = line.replace(secret, "***");
        }
        line = line.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
