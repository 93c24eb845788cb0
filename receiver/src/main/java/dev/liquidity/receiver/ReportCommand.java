package dev.liquidity.receiver;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.web.Report;
import java.nio.file.Path;
import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code report}: a day of the dashboard as one file. */
@Command(
        name = "report",
        description =
                "Writes a day of an underlying as one HTML file with the dashboard's charts, which needs no server.")
final class ReportCommand implements Program {
    @Option(names = "--date", required = true, paramLabel = "DATE", description = "The date, such as 2026-11-25.")
    private LocalDate date;

    @Option(names = "--symbol", required = true, paramLabel = "SYMBOL", description = "The underlying, such as NIFTY.")
    private String symbol;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The file; replaced if it is there.")
    private Path file;

    @Option(names = "--csv", paramLabel = "DIR", description = "Write the measures there, too, as CSV.")
    private Path csv;

    @Override
    public boolean isLogged() {
        return false;
    }

    @Override
    public String fault() {
        return symbol.matches("[A-Z0-9&-]+") ? null : "--symbol must be an underlying, such as NIFTY";
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws Exception {
        Report.write(settings.persistence(), date, symbol, file, csv);
        return ExitCode.DONE;
    }
}
