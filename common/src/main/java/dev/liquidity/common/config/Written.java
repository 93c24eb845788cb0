package dev.liquidity.common.config;

import java.util.List;

/**
 * A value as it was written, before it has a type: the digits of {@code 08:45} or {@code 007} are still there, which YAML's own types
 * would have turned into 525 and 7.
 *
 * @param origin the key path, with the variable's name when it came from the environment
 * @param texts one text, or a list's items
 */
record Written(String origin, List<String> texts, boolean isList) {
    static Written one(String origin, String text) {
        return new Written(origin, List.of(text), false);
    }

    /** The one text. */
    String text() throws Unfit {
        if (isList) {
            throw new Unfit("must be a single value, not a list");
        }
        return texts.get(0);
    }
}
