package dev.liquidity.pipeline;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** A program on a thread of its own, in the test's process. */
final class RunningProgram {
    private final StopSignal stop = new StopSignal();
    private final CompletableFuture<ExitCode> end;

    RunningProgram(Program program, Path config, Role role, String... flags) {
        new CommandLine(program).parseArgs(flags);
        end = CompletableFuture.supplyAsync(() -> {
            try {
                return program.run(
                        SettingsReader.read(config, true, Map.of(), Map.of(), role)
                                .settings(),
                        stop);
            } catch (Exception e) {
                throw new IllegalStateException(program.name() + " failed", e);
            }
        });
    }

    /** Asks it to stop, and fails if it has not within some time. */
    ExitCode stop(Duration patience) throws Exception {
        stop.request();
        return end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
