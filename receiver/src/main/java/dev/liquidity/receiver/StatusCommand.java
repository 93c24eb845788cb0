package dev.liquidity.receiver;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.status.Status;
import dev.liquidity.receiver.status.StatusReport;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** The command {@code status}: says whether all is right. */
@Command(
        name = "status",
        description =
                "Shows whether all is right: both programs, Redis, the database, ticks, gaps and the disk. Each line"
                        + " has a verdict: ok, watch (it may become wrong) or WRONG (do what the line says).",
        footer = {
            "",
            "The exit code is 0 if no line is WRONG and 1 if one is; 2 if the configuration has a fault.",
            "Outside market hours, it is not wrong that no ticks come."
        })
final class StatusCommand implements Program {
    private static final long PERIOD_MILLIS = 2000;
    private static final String CLEAR_SCREEN = "\033[H\033[J";

    @Option(names = "--json", description = "Print one line of JSON instead of a table.")
    private boolean json;

    @Option(names = "--watch", description = "Look again every 2 s, until Ctrl-C.")
    private boolean watch;

    private final InstantSource clock;
    private final boolean isColoured = Ansi.AUTO.enabled();

    StatusCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean isLogged() {
        return false;
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws InterruptedException {
        try (Status status = new Status(settings, clock)) {
            StatusReport report;
            do {
                report = status.look();
                System.out.print((watch && isColoured && !json ? CLEAR_SCREEN : "") + text(report));
            } while (watch && !System.out.checkError() && !stop.await(PERIOD_MILLIS));
            System.out.flush();
            return report.isWrong() ? ExitCode.UNEXPECTED : ExitCode.DONE;
        }
    }

    private String text(StatusReport report) {
        return json ? report.json() + "\n" : report.table(isColoured);
    }
}
