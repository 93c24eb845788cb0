package dev.liquidity.receiver;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.archive.Archive;
import dev.liquidity.receiver.store.Rebuild;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code rebuild}: makes a date anew from the connector's journal. */
@Command(
        name = "rebuild",
        description = "Compares a date in the connector's journal, while that is kept, with SQLite and the archive,"
                + " stores what is missing, and says what differs. Only reads the journal; may run beside both"
                + " programs, and be interrupted and repeated.")
final class RebuildCommand implements Program {
    private final InstantSource clock;

    @Option(names = "--date", required = true, paramLabel = "DATE", description = "The date, such as 2026-11-25.")
    private LocalDate date;

    RebuildCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws InterruptedException, IOException {
        Archive archive = new Archive(settings.persistence(), Ist.date(clock.instant()), stop);
        Rebuild rebuild = new Rebuild(date, settings.connector().journalDir(), clock, stop);
        boolean isSame = archive.has(date)
                ? archive.compare(date, rebuild)
                : rebuild.store(settings.persistence().dbPath(), id -> true);
        return isSame || stop.isRequested() ? ExitCode.DONE : ExitCode.STORE;
    }
}
