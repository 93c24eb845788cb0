package dev.liquidity.common.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A value as it was written: {@code 08:45} and {@code 007} still have their digits, which YAML's own types would turn
 * into 525 and 7.
 *
 * @param origin the key path, and where the value is from if not from the main file
 * @param texts one text, or a list's items
 * @param rows a list's items that have keys of their own
 */
record Written(String origin, List<String> texts, List<Map<String, String>> rows, boolean isList) {
    /** What an example or a template has in place of the user's own value. */
    private static final Pattern PLACEHOLDER = Pattern.compile("YOUR[_-][A-Z0-9_-]+|your[_-][a-z0-9_-]+|<[^<>]+>"
            + "|\\$\\{.*}|\\{\\{.*}}|%[A-Za-z_][A-Za-z0-9_]*%|(?i:(change|replace)[_ -]?(me|this))");

    static Written one(String origin, String text) {
        return new Written(origin, List.of(text), List.of(), false);
    }

    /** A value of the environment or of a flag, which wins over the files. */
    static Written from(String source, String path, String text) {
        return one(path + " (from " + source + ")", text);
    }

    boolean isFrom(String source) {
        return origin.endsWith(" (from " + source + ")");
    }

    /** The one text. */
    String text() throws Unfit {
        if (isList) {
            throw new Unfit("must be a single value, not a list");
        }
        return texts.get(0);
    }

    /** Whether it stands for a value that the user was to put there, or that a template engine was. */
    boolean isPlaceholder() {
        return texts.stream().anyMatch(text -> PLACEHOLDER.matcher(text.strip()).matches());
    }

    /** Whether a text begins and ends with a quote, as an env file's do where no shell reads it. */
    boolean isInQuotes() {
        return texts.stream().map(String::strip).anyMatch(text -> text.matches("(?s)\".*\"|'.*'"));
    }
}
