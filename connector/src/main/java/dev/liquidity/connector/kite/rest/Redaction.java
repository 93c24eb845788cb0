package dev.liquidity.connector.kite.rest;

import dev.liquidity.common.config.Secret;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Turns a server's words into a line that may be shown: bounded, printable, and without secrets that it may echo.
 * Thread-safe.
 */
public final class Redaction {
    private static final int LONGEST = 200;
    /** Shorter than any secret (a TOTP code has six characters); what is shorter may be an ordinary word. */
    private static final int SHORTEST_SECRET = 4;
    /** Each login adds a few; older ones are dead. */
    private static final int MOST = 256;

    private final List<String> secrets = new CopyOnWriteArrayList<>();

    /** Adds a secret, unless it is null. */
    public void hide(Secret secret) {
        if (secret != null) {
            hide(secret.reveal());
        }
    }

    /** Adds a secret. */
    public void hide(String secret) {
        if (secret.length() < SHORTEST_SECRET || secrets.contains(secret)) {
            return;
        }
        if (secrets.size() >= MOST) {
            // The first few are the account's own; later ones are short-lived.
            secrets.remove(MOST / 2);
        }
        secrets.add(secret);
    }

    /** The words as one line of at most 200 characters; empty for null. */
    public String clean(String words) {
        if (words == null) {
            return "";
        }
        // The longest first: one secret can begin with another, and its end must not remain.
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
