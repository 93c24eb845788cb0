package dev.liquidity.common.config;

import java.util.List;
import java.util.Map;

/**
 * A value as it was written: {@code 08:45} and {@code 007} still have their digits, which YAML's own types would turn
 * into 525 and 7.
 *
 * @param origin the key path, and where the value is from if not from the file
 * @param texts one text, or a list's items
 * @param rows a list's items that have keys of their own
 */
record Written(String origin, List<String> texts, List<Map<String, String>> rows, boolean isList) {
    Written(String origin, List<String> texts, boolean isList) {
        this(origin, texts, List.of(), isList);
    }

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
