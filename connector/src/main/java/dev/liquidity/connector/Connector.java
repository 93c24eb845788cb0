package dev.liquidity.connector;

import dev.liquidity.common.command.Launcher;
import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.watch.DiskWatch;
import dev.liquidity.common.watch.Watches;
import dev.liquidity.connector.kite.KiteDesk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The connector's command: builds what records, in the order of a tick's way, and runs it by the schedule. */
@Command(
        description = "Records the ticks of Indian index and stock derivatives from Zerodha Kite into a Redis stream.",
        sortOptions = false)
public final class Connector implements Program {
    @Option(
            names = "--symbol",
            split = ",",
            paramLabel = "SYMBOL",
            description = "Required: the underlyings, separated by commas: NIFTY,BANKNIFTY,RELIANCE.")
    private List<String> symbols;

    @Option(
            names = "--login-now",
            description =
                    "Start recording at once, on any day. Without it, stay resident and start at connector.login_time"
                            + " on every trading day.")
    private boolean loginNow;

    @Option(names = "--dry-run", description = "Log in, print what would be subscribed on which socket, and exit.")
    private boolean dryRun;

    @Option(
            names = "--init",
            description = "Ask for the account's five values, write them to config.local.yaml, and exit.")
    private boolean init;

    public static void main(String[] args) {
        System.exit(Launcher.launch(new Connector(), args));
    }

    @Override
    public String name() {
        return "connector";
    }

    @Override
    public String fault() {
        if (init) {
            return null;
        }
        return symbols == null
                ? "Missing required option: '--symbol=SYMBOL'"
                : symbols.stream().allMatch(String::isBlank)
                        ? "--symbol names no underlying; for example --symbol NIFTY,BANKNIFTY"
                        : null;
    }

    @Override
    public boolean runWithoutSettings(Path config) {
        if (init) {
            new AccountFile(SettingsReader.localFile(config)).create();
        }
        return init;
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws Exception {
        InstantSource clock = InstantSource.system();
        try (KiteDesk desk = new KiteDesk(settings, clock, time -> pause(stop, time))) {
            if (dryRun) {
                System.out.println(desk.select(symbols).report());
            } else {
                record(settings, desk, clock, stop);
            }
        } catch (InterruptedException e) {
            if (!stop.isRequested()) {
                throw e;
            }
        }
        return ExitCode.DONE;
    }

    private void record(Settings settings, KiteDesk desk, InstantSource clock, StopSignal stop)
            throws InterruptedException, IOException {
        RecordingSchedule schedule = new RecordingSchedule(
                settings.calendar(),
                settings.connector().loginTime(),
                settings.connector().sessionEnd(),
                clock);
        Counters counters = new Counters();
        Recording recording = new Recording(settings, desk, symbols, schedule, clock, stop);
        counters.gauge("sockets", "the state of each socket", recording::socketStates);
        try (CounterLine line = new CounterLine(counters, recording::isUnderWay, stop);
                Recorder recorder = Recorder.open(settings, clock, counters, stop);
                Watches watches = watches(settings, recorder, stop)) {
            line.start();
            watches.start();
            Resident resident = new Resident(settings.calendar(), schedule, clock, stop, time -> pause(stop, time));
            if (loginNow) {
                resident.recordNow(end -> recording.record(recorder, end));
            } else {
                resident.recordAll(end -> recording.record(recorder, end));
            }
        }
    }

    private static Watches watches(Settings settings, Recorder recorder, StopSignal stop) {
        List<Path> directories = List.of(
                settings.connector().journalDir(),
                settings.logging().logFile().toAbsolutePath().getParent());
        return new Watches(
                Map.of(
                        "Disk",
                                new DiskWatch(
                                        directories, settings.persistence().minFreeBytes()),
                        "Store", new StoreLag(recorder::secondsBehind)),
                stop);
    }

    /** Waits; throws {@link InterruptedException} when a stop is requested. */
    private static void pause(StopSignal stop, Duration time) throws InterruptedException {
        if (stop.await(Math.max(0, time.toMillis()))) {
            throw new InterruptedException("a stop was requested");
        }
    }
}
