package dev.liquidity.common.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags of both programs. */
final class CommonOptions {
    private static final Path DEFAULT_CONFIG = Path.of("config.yaml");
    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
    private static final Map<String, String> LEVELS_OF_PYTHON = Map.of("WARNING", "WARN", "CRITICAL", "ERROR");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration. Default: config.yaml in the working directory, which may be missing.")
    private Path config;

    @Option(names = "--debug", description = "Log at level DEBUG: the same as --log-level DEBUG.")
    private boolean debug;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "TRACE, DEBUG, INFO, WARN or ERROR; wins over logging.level.")
    private String level;

    @Option(
            names = "--test-notify",
            description = "Send one message in each way that the configuration names, and exit.")
    private boolean test;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
    private boolean version;

    @Option(
            names = "--print-completion",
            hidden = true,
            description = "Print a completion script for bash and zsh, and exit.")
    private boolean completion;

    Path config() {
        return config == null ? DEFAULT_CONFIG : config;
    }

    boolean isCompletionRequested() {
        return completion;
    }

    boolean isConfigGiven() {
        return config != null;
    }

    boolean isTest() {
        return test;
    }

    /** What is wrong with the flags' values or combination; null if nothing is. */
    String fault() {
        if (level != null && !LEVELS.contains(named(level))) {
            return "--log-level must be one of " + String.join(", ", LEVELS) + ", not '" + level + "'";
        }
        return debug && level != null && !level.equalsIgnoreCase("DEBUG")
                ? "--debug and --log-level " + level + " contradict each other; give one of them"
                : null;
    }

    /** The level of the flags, else the configured one. */
    String levelOr(String configured) {
        return debug ? "DEBUG" : level != null ? named(level) : configured;
    }

    private static String named(String level) {
        String name = level.toUpperCase(Locale.ROOT);
        return LEVELS_OF_PYTHON.getOrDefault(name, name);
    }
}
