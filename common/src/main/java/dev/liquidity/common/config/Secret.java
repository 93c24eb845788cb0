package dev.liquidity.common.config;

import java.util.Objects;

/**
 * A text that must not appear in any log, error or process list: it prints as {@code ***}. Immutable.
 *
 * @param reveal the text itself, for the call that needs it
 */
public record Secret(String reveal) {
    public Secret {
        Objects.requireNonNull(reveal);
    }

    @Override
    public String toString() {
        return "***";
    }
}
