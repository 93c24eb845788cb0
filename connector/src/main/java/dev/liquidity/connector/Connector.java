package dev.liquidity.connector;

import dev.liquidity.common.command.Launcher;
import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.status.Vitals;
import dev.liquidity.common.watch.DiskWatch;
import dev.liquidity.common.watch.Watches;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.instruments.Purpose;
import dev.liquidity.connector.kite.rest.Sleeper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The connector's command: builds what records, in the order of a tick's way, and runs it by the schedule. */
@Command(
        name = "connector",
        description = "Records the ticks of Indian index and stock derivatives from Zerodha Kite into a Redis stream.")
public final class Connector implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

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

    private static final long LOOK_MILLIS = 1000;

    private final InstantSource clock;
    private final LongSupplier nanos;

    public Connector() {
        this(InstantSource.system(), System::nanoTime);
    }

    /**
     * For tests in which a day passes in seconds.
     *
     * @param clock in place of the host's
     * @param nanos in place of {@link System#nanoTime} where a minute is waited for
     */
    public Connector(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    public static void main(String[] args) {
        System.exit(Launcher.launch(new Connector(), args));
    }

    @Override
    public InstantSource clock() {
        return clock;
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
    public boolean isAlone() {
        return !dryRun;
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
        try (KiteDesk desk = new KiteDesk(settings, clock, sleeper(stop, clock))) {
            if (dryRun) {
                System.out.println(desk.select(symbols).report());
            } else {
                record(settings, desk, stop);
            }
        } catch (InterruptedException e) {
            if (!stop.isRequested()) {
                throw e;
            }
        }
        return ExitCode.DONE;
    }

    private void record(Settings settings, KiteDesk desk, StopSignal stop) throws InterruptedException, IOException {
        RecordingSchedule schedule = new RecordingSchedule(
                settings.calendar(),
                settings.connector().loginTime(),
                settings.connector().sessionEnd(),
                clock);
        Counters counters = new Counters();
        Recording recording = new Recording(settings, desk, symbols, schedule, clock, nanos, stop);
        counters.gauge("sockets", "the state of each socket", recording::socketStates);
        counters.figure(
                "sockets_up",
                "sockets that are connected",
                () -> recording.socketStates().split(":up", -1).length - 1.0);
        counters.figure("recording", "1 while a recording is under way, else 0", () -> recording.isUnderWay() ? 1 : 0);
        counters.figure(
                "next_session_timestamp_seconds",
                "when the next session starts",
                () -> schedule.nextStart().getEpochSecond());
        try (CounterLine line = new CounterLine(counters, recording::isUnderWay, stop);
                Recorder recorder = Recorder.open(settings, clock, counters, stop);
                Watches watches = watches(settings, recorder, stop);
                Vitals vitals = new Vitals(settings, Role.CONNECTOR, counters, stop)) {
            line.start();
            LOG.info(
                    Notice.TELL,
                    "Connector {} started for {}, {}",
                    getClass().getPackage().getImplementationVersion(),
                    String.join(",", symbols),
                    loginNow ? "which records at once" : "which records every trading day");
            watches.start();
            Resident resident = new Resident(settings.calendar(), schedule, clock, stop, sleeper(stop, clock));
            if (loginNow) {
                Purpose purpose = recorder.isFirstStart() ? Purpose.CHECK : Purpose.RECORD;
                if (recorder.takenToday().isEmpty()) {
                    resident.warnOfOddStart();
                }
                resident.recordNow(end -> recording.record(recorder, end, purpose));
            } else {
                resident.recordAll(end -> recording.record(recorder, end, Purpose.RECORD));
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

    /** Waits, but not on when the clock is set ahead or a stop is requested. */
    static Sleeper sleeper(StopSignal stop, InstantSource clock) {
        return time -> {
            Instant until = clock.instant().plus(time);
            for (long left = time.toMillis(); left > 0 && clock.instant().isBefore(until); left -= LOOK_MILLIS) {
                if (stop.await(Math.min(left, LOOK_MILLIS))) {
                    throw new InterruptedException("a stop was requested");
                }
            }
        };
    }
}
