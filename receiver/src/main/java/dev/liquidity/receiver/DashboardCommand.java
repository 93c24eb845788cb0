package dev.liquidity.receiver;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.web.Dashboard;
import java.time.InstantSource;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code dashboard}: shows what was recorded as a web page. */
@Command(
        name = "dashboard",
        description = "Shows liquidity on a web page: from SQLite and the archive, and live from Redis. It only reads.")
final class DashboardCommand implements Program {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
    private static final int MOST = 65_535;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8501", description = "Listen there (default: 8501).")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Listen at this address of the machine; 0.0.0.0 for all (default: 127.0.0.1). There is no"
                    + " password: whoever reaches the address sees the page.")
    private String bind;

    private final InstantSource clock;

    DashboardCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String fault() {
        return port < 0 || port > MOST ? "--port must be 0 to 65535" : null;
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws Exception {
        try (Dashboard dashboard = new Dashboard(settings, bind, port, clock)) {
            if (!LOOPBACK.contains(bind)) {
                System.err.println("Warning: there is no password, and whoever reaches " + bind + " sees the page");
            }
            System.out.println(
                    "Open http://" + (bind.contains(":") ? "[" + bind + "]" : bind) + ":" + dashboard.port());
            stop.await(Long.MAX_VALUE);
        }
        return ExitCode.DONE;
    }
}
