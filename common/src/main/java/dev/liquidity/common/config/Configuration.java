package dev.liquidity.common.config;

import java.util.List;

/**
 * The settings, and what the log says about them at the start. Immutable.
 *
 * @param notes lines at INFO: what the user might take for something else
 * @param warnings lines at WARN: what has no effect, another effect than written, or is unsafe
 */
public record Configuration(Settings settings, List<String> notes, List<String> warnings) {}
