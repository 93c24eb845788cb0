package dev.liquidity.common.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The flags that both programs have. */
final class CommonOptions {
    private static final Path DEFAULT_CONFIG = Path.of("config.yaml");
    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration. Default: config.yaml in the working directory, which may be missing.")
    private Path config;

    @Option(names = "--debug", description = "Log at level DEBUG: the same as --log-level DEBUG.")
    private boolean debug;

    private String level;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "TRACE, DEBUG, INFO, WARN or ERROR; wins over logging.level.")
    void level(String text) {
        level = text.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new ParameterException(
                    command.commandLine(),
                    "Invalid value for option '--log-level': it must be one of " + String.join(", ", LEVELS) + ", not '"
                            + text + "'");
        }
    }

    @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
    private boolean version;

    Path config() {
        return config == null ? DEFAULT_CONFIG : config;
    }

    boolean isConfigGiven() {
        return config != null;
    }

    boolean isContradictory() {
        return debug && level != null && !level.equals("DEBUG");
    }

    /** The level asked for, or else the configured one. */
    String levelOr(String configured) {
        return debug ? "DEBUG" : level != null ? level : configured;
    }
}
