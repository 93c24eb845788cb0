package dev.liquidity.receiver;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.archive.Archive;
import dev.liquidity.receiver.store.DatedFiles;
import dev.liquidity.receiver.store.LiquidityRebuild;
import dev.liquidity.receiver.store.Rebuild;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code rebuild}: makes a date anew from the connector's journal, or its minutes from its ticks. */
@Command(
        name = "rebuild",
        description = "Compares a date in the connector's journal, while that is kept, with SQLite and the archive,"
                + " stores what is missing, and says what differs. Only reads the journal; may run beside both"
                + " programs, and be interrupted and repeated.")
final class RebuildCommand implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(RebuildCommand.class);

    private final InstantSource clock;

    @Option(names = "--date", paramLabel = "DATE", description = "The date, such as 2026-11-25.")
    private LocalDate date;

    @Option(
            names = "--liquidity",
            description = "Compute liquidity_1m anew from the ticks in SQLite instead: of a date, or of all that are"
                    + " not archived and deleted.")
    private boolean isLiquidity;

    RebuildCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String fault() {
        return date == null && !isLiquidity ? "rebuild takes --date DATE, --liquidity, or both" : null;
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws InterruptedException, IOException {
        return isLiquidity ? rebuildMinutes(settings, stop) : rebuild(settings, stop);
    }

    private ExitCode rebuild(Settings settings, StopSignal stop) throws InterruptedException, IOException {
        Archive archive = new Archive(settings.persistence(), Ist.date(clock.instant()), stop);
        Rebuild rebuild = new Rebuild(date, settings.connector().journalDir(), clock, stop);
        boolean isSame = archive.has(date)
                ? archive.compare(date, rebuild)
                : rebuild.store(settings.persistence().dbPath(), id -> true);
        return isSame || stop.isRequested() ? ExitCode.DONE : ExitCode.STORE;
    }

    private ExitCode rebuildMinutes(Settings settings, StopSignal stop) throws InterruptedException, IOException {
        Settings.Persistence persistence = settings.persistence();
        Set<LocalDate> deleted = new Archive(persistence, Ist.date(clock.instant()), stop).deleted();
        Predicate<String> isWanted = day -> (date == null || day.equals(date.toString()))
                && deleted.stream().noneMatch(gone -> day.equals(gone.toString()));
        for (Path database : DatedFiles.of(persistence.dbPath())) {
            int days = new LiquidityRebuild(stop).run(database, isWanted);
            LOG.info("{}: computed the minutes of {} instruments' days anew", database, days);
        }
        return ExitCode.DONE;
    }
}
