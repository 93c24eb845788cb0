package dev.liquidity.receiver;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.status.Status;
import dev.liquidity.receiver.status.StatusReport;
import java.io.Console;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code status}: says whether all is right. */
@Command(
        description =
                "Shows whether all is right: both programs, Redis, the database, ticks, gaps and the disk. Each line"
                        + " has a verdict: ok, watch (it may become wrong) or WRONG (do what the line says).",
        footer = {
            "",
            "The exit code is 0 if no line is WRONG and 1 if one is; 2 if the configuration has a fault.",
            "Outside market hours, it is not wrong that no ticks come."
        },
        sortOptions = false)
final class StatusCommand implements Program {
    private static final long PERIOD_MILLIS = 2000;
    private static final String OTHER_SCREEN = "\033[?1049h\033[?25l";
    private static final String FIRST_SCREEN = "\033[?25h\033[?1049l";
    private static final String FROM_THE_TOP = "\033[H";
    private static final String REST_OF_LINE = "\033[K";
    private static final String REST_OF_SCREEN = "\033[J";

    @Option(names = "--json", description = "Print one line of JSON instead of a table.")
    private boolean json;

    @Option(names = "--watch", description = "Look again every 2 s, until Ctrl-C.")
    private boolean watch;

    private final InstantSource clock;
    private final boolean isTerminal = isTerminal();

    StatusCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public boolean isLogged() {
        return false;
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws InterruptedException {
        try (Status status = new Status(settings, clock)) {
            StatusReport report = status.look();
            if (watch) {
                report = watch(report, status, stop);
            }
            if (!watch || isTerminal) {
                print(text(report));
            }
            return report.isWrong() ? ExitCode.UNEXPECTED : ExitCode.DONE;
        }
    }

    private StatusReport watch(StatusReport first, Status status, StopSignal stop) throws InterruptedException {
        boolean isScreen = isTerminal && !json;
        StatusReport report = first;
        print(isScreen ? OTHER_SCREEN : "");
        try {
            do {
                String text = text(report);
                print(isScreen ? FROM_THE_TOP + text.replace("\n", REST_OF_LINE + "\n") + REST_OF_SCREEN : text);
                if (stop.await(PERIOD_MILLIS)) {
                    return report;
                }
                report = status.look();
            } while (!System.out.checkError());
            return report;
        } finally {
            print(isScreen ? FIRST_SCREEN : "");
        }
    }

    private String text(StatusReport report) {
        return json ? report.json() + "\n" : report.table(isTerminal && System.getenv("NO_COLOR") == null);
    }

    private static void print(String text) {
        System.out.print(text);
        System.out.flush();
    }

    /** Whether somebody sees what is printed; since Java 22 there may be a console without a terminal. */
    private static boolean isTerminal() {
        Console console = System.console();
        try {
            return console != null
                    && (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return console != null;
        }
    }
}
