package dev.liquidity.common.command;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import java.util.Map;

/** What a command line starts: it works until it is done or asked to stop, and closes what it opened. */
public interface Program {
    /** {@code connector} or {@code receiver}: part of the log file's name and of messages. */
    String name();

    /** The values that the program's own flags give to keys of the configuration, by key path. */
    default Map<String, String> overrides() {
        return Map.of();
    }

    /**
     * Does the work on the main thread.
     *
     * @return the exit code
     * @throws dev.liquidity.common.runtime.UserException for a failure that the user can correct
     * @throws Exception for any other failure
     */
    ExitCode run(Settings settings, StopSignal stop) throws Exception;
}
