package dev.liquidity.common.command;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** What a command line starts: it works until it is done or asked to stop, and closes what it opened. */
public interface Program {
    /** {@code connector} or {@code receiver}, or a command's word: part of the log file's name and of messages. */
    default String name() {
        return getClass().getAnnotation(Command.class).name();
    }

    /**
     * What the program does instead of its own work when the first argument is the {@link #name} of one of these: with
     * flags of its own, the program's settings, and a log file of its own.
     */
    default List<Program> commands() {
        return List.of();
    }

    /** Whether it has a log; without one, only what it prints is seen, unless a flag asks for more. */
    default boolean isLogged() {
        return true;
    }

    /** Whether it is refused while another process writes its log. */
    default boolean isAlone() {
        return false;
    }

    /** The values that the program's own flags give to keys of the configuration, by key path. */
    default Map<String, String> overrides() {
        return Map.of();
    }

    /** What tells it the time; tests replace it. */
    default InstantSource clock() {
        return InstantSource.system();
    }

    /** What is wrong with the program's own flags; null if nothing is. */
    default String fault() {
        return null;
    }

    /**
     * Does what a flag asks for that needs no settings, and instead of a run.
     *
     * @param config the configuration's file, which may be missing or faulty
     * @return false if no flag asks for such a thing
     */
    default boolean runWithoutSettings(Path config) {
        return false;
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
