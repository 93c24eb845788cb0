package dev.liquidity.common.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns what file, environment and flags say into typed values, and notes their faults. */
final class Reading {
    /** What an example file has in place of the user's own value. */
    private static final Pattern PLACEHOLDER = Pattern.compile("YOUR_[A-Z0-9_]+|your_[a-z0-9_]+|<[^<>]+>");

    private final Map<String, Written> values;
    private final Faults faults;
    private final Set<String> unsound = new HashSet<>();

    /**
     * @param fromFile by key path
     * @param environment by variable; one that is not blank wins over the file
     * @param flags by key path; they win over both
     */
    Reading(Map<String, Written> fromFile, Map<String, String> environment, Map<String, String> flags, Faults faults) {
        this.faults = faults;
        values = new HashMap<>(fromFile);
        for (Key<?> key : Schema.keys().values()) {
            String text = key.variable() == null ? null : environment.get(key.variable());
            if (text != null && !text.isBlank()) {
                values.put(key.path(), Written.one(key.path() + " (from " + key.variable() + ")", text));
            }
        }
        flags.forEach((path, text) -> values.put(path, Written.one(path + " (from the command line)", text)));
    }

    /** The value of a key, or its default; a placeholder is a fault. */
    <T> T get(Key<T> key) {
        if (holdsPlaceholder(key)) {
            fault(key, "still holds a placeholder; put your own value there, or leave the key out");
            return fallback(key);
        }
        return convert(key);
    }

    /** The value of a key that must be given. */
    <T> T required(Key<T> key) {
        String orVariable = "put your own value there, or set " + key.variable() + " in the environment";
        if (!values.containsKey(key.path())) {
            fault(key, "is missing; " + orVariable);
            return null;
        }
        if (holdsPlaceholder(key)) {
            fault(key, "still holds a placeholder; " + orVariable);
            return null;
        }
        return convert(key);
    }

    /** The value of a key that this process can do without; null for a placeholder. */
    <T> T optional(Key<T> key) {
        return holdsPlaceholder(key) ? null : convert(key);
    }

    /** The value of a key that this process does not use; null if it is wrong in any way. */
    <T> T unused(Key<T> key) {
        try {
            return values.containsKey(key.path()) && !holdsPlaceholder(key)
                    ? key.kind().read(values.get(key.path()))
                    : null;
        } catch (Unfit e) {
            return null;
        }
    }

    /** Notes a fault of a key, unless it or one of the others that it is compared with already has one. */
    void check(boolean right, String what, Key<?> key, Key<?>... others) {
        boolean known = unsound.contains(key.path());
        for (Key<?> other : others) {
            known |= unsound.contains(other.path());
        }
        if (!right && !known) {
            fault(key, what);
        }
    }

    private <T> T convert(Key<T> key) {
        Written written = values.get(key.path());
        if (written == null) {
            return fallback(key);
        }
        try {
            return key.kind().read(written);
        } catch (Unfit e) {
            fault(key, e.getMessage());
            return fallback(key);
        }
    }

    private <T> T fallback(Key<T> key) {
        try {
            return key.fallback() == null ? null : key.kind().read(Written.one(key.path(), key.fallback()));
        } catch (Unfit e) {
            throw new IllegalStateException("The default of " + key.path() + " " + e.getMessage(), e);
        }
    }

    /** Notes a fault of a key. */
    void fault(Key<?> key, String what) {
        Written written = values.get(key.path());
        unsound.add(key.path());
        faults.add(written == null ? key.path() : written.origin(), what);
    }

    private boolean holdsPlaceholder(Key<?> key) {
        Written written = values.get(key.path());
        return written != null
                && written.texts().stream()
                        .anyMatch(text -> PLACEHOLDER.matcher(text.strip()).matches());
    }
}
