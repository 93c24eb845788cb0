package dev.liquidity.common.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Turns what files, environment and flags say into typed values, and notes their faults. */
final class Reading {
    private final Map<String, Written> values;
    private final Faults faults;
    private final Set<String> unsound = new HashSet<>();

    /**
     * @param fromFiles by key path
     * @param environment by variable; one that is not blank wins over the files
     * @param flags by key path; they win over both
     */
    Reading(Map<String, Written> fromFiles, Map<String, String> environment, Map<String, String> flags, Faults faults) {
        this.faults = faults;
        values = new HashMap<>(fromFiles);
        for (Key<?> key : Schema.keys().values()) {
            String text = key.variable() == null ? null : environment.get(key.variable());
            if (text != null && !text.isBlank()) {
                values.put(key.path(), Written.from(key.variable(), key.path(), text));
            }
        }
        flags.forEach((path, text) -> values.put(path, Written.from("the command line", path, text)));
    }

    /** The value of a key, or its default; a placeholder is a fault. */
    <T> T get(Key<T> key) {
        if (holdsPlaceholder(key)) {
            fault(key, "still holds a placeholder; put your own value there, or leave the key out");
            return fallback(key);
        }
        return convert(key);
    }

    /** The value of a key of the account, which must be given. */
    <T> T required(Key<T> key) {
        Written written = values.get(key.path());
        String what = written == null ? "is missing" : "still holds a placeholder";
        if (written != null && !written.isPlaceholder()) {
            return convert(key);
        }
        boolean isOfEnvironment = written != null && written.isFrom(key.variable());
        fault(
                key,
                what
                        + (isOfEnvironment
                                ? "; set it to your own value"
                                : "; java -jar connector.jar --init asks for it, or set " + key.variable()
                                        + " in the environment"));
        return null;
    }

    /** The value of a key that this process can do without; null for a placeholder. */
    <T> T optional(Key<T> key) {
        return holdsPlaceholder(key) ? null : convert(key);
    }

    /** Whether the user gave a value; else the key has its default. */
    boolean isWritten(Key<?> key) {
        return values.containsKey(key.path());
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
            return key.read(written);
        } catch (Unfit e) {
            fault(key, e.getMessage());
            return fallback(key);
        }
    }

    private <T> T fallback(Key<T> key) {
        try {
            return key.fallback() == null ? null : key.read(Written.one(key.path(), key.fallback()));
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
        return isWritten(key) && values.get(key.path()).isPlaceholder();
    }
}
