package dev.liquidity.receiver;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.archive.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code export}: a day's ticks as one file. */
@Command(name = "export", description = "Writes the ticks of a date into one file, from SQLite and the archive alike.")
final class ExportCommand implements Program {
    private static final List<String> FORMATS = List.of("csv", "parquet");

    @Option(names = "--date", required = true, paramLabel = "DATE", description = "The date, such as 2026-11-25.")
    private LocalDate date;

    @Option(
            names = "--symbol",
            split = ",",
            paramLabel = "SYMBOL",
            description = "Only these tradingsymbols or underlyings, separated by commas.")
    private List<String> symbols = List.of();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "csv", description = "csv (default) or parquet.")
    private String format;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The file; replaced if it is there.")
    private Path file;

    /** Its output is the answer, and nothing else. */
    @Override
    public boolean isLogged() {
        return false;
    }

    @Override
    public String fault() {
        return FORMATS.contains(format) ? null : "--format must be csv or parquet";
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws InterruptedException {
        new Query(settings.persistence(), Duration.ofHours(1), stop, System.out).export(date, symbols, format, file);
        return ExitCode.DONE;
    }
}
