package dev.liquidity.receiver;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.archive.Archive;
import java.time.InstantSource;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code archive}: moves older dates from SQLite into Parquet files. */
@Command(
        name = "archive",
        description =
                "Writes the ticks of persistence.db_path into Parquet files under persistence.archive.dir, compares"
                        + " them, and deletes from SQLite what is older than persistence.archive.keep_days. Run it"
                        + " after each session, also beside a running receiver. May be interrupted and repeated.")
final class ArchiveCommand implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveCommand.class);

    private final InstantSource clock;

    @Option(names = "--date", paramLabel = "DATE", description = "Archive this date alone, such as 2026-11-25.")
    private LocalDate date;

    @Option(
            names = "--through",
            paramLabel = "DATE",
            description = "Archive the dates up to this one; without either, all dates up to today.")
    private LocalDate through;

    @Option(
            names = "--keep-days",
            paramLabel = "N",
            description = "Days before today that stay in SQLite, too; wins over persistence.archive.keep_days.")
    private Integer keepDays;

    @Option(
            names = "--running",
            description = "Archive nothing, but copy what is not archived yet for fast queries, every five minutes.")
    private boolean running;

    @Option(names = "--dry-run", description = "Say what would be archived and deleted, and do nothing.")
    private boolean dryRun;

    ArchiveCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String fault() {
        if (date != null && through != null) {
            return "--date and --through exclude each other";
        }
        return keepDays != null && keepDays < 0 ? "--keep-days must be 0 or more" : null;
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws InterruptedException {
        Settings.Persistence persistence = settings.persistence();
        if (!persistence.archiveEnabled()) {
            LOG.warn("persistence.parquet_enabled is false: nothing is archived");
            return ExitCode.DONE;
        }
        LocalDate today = Ist.date(clock.instant());
        Archive archive = new Archive(persistence, today, stop);
        if (running) {
            archive.copyRunning();
            return ExitCode.DONE;
        }
        LocalDate last = date != null ? date : through != null ? through : today;
        int days = keepDays == null ? persistence.archiveKeepDays() : keepDays;
        archive.run(new Archive.Plan(date == null ? LocalDate.MIN : date, last, days, dryRun));
        return ExitCode.DONE;
    }
}
