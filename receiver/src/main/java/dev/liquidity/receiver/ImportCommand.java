package dev.liquidity.receiver;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.store.DatedFiles;
import dev.liquidity.receiver.store.Import;
import dev.liquidity.receiver.store.LiquidityRebuild;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code import}: brings the ticks of an older database over. */
@Command(
        name = "import",
        description =
                "Copies the ticks of a database that an earlier version or the Python original wrote into the one of"
                        + " persistence.db_path, also beside a running receiver. May be repeated: nothing is"
                        + " stored twice.")
final class ImportCommand implements Program {
    @Parameters(paramLabel = "OLD.db", description = "The older database. It is only read.")
    private Path file;

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws InterruptedException, IOException {
        new Import(file, settings.persistence(), stop).run();
        for (Path database : DatedFiles.of(settings.persistence().dbPath())) {
            new LiquidityRebuild(stop).complete(database);
        }
        return ExitCode.DONE;
    }
}
