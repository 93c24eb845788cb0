package dev.liquidity.common.command;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import java.util.Map;

/** What a command line starts: reads its settings, works until it is done or asked to stop, and closes what it opened. */
public interface Program {
    /** {@code connector} or {@code receiver}: in the log file's name and in messages. */
    String name();

    /** The values that the program's own flags give to keys of the configuration, by key path. */
    default Map<String, String> overrides() {
        return Map.of();
    }

    /**
     * Does the work on the main thread.
     *
     * @return the exit code
     * @throws dev.liquidity.common.runtime.UserException for what the user can mend
     * @throws Exception for any fault of the program itself
     */
    ExitCode run(Settings settings, StopSignal stop) throws Exception;
}
