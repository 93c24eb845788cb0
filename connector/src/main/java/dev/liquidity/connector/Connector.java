package dev.liquidity.connector;

import dev.liquidity.common.command.Launcher;
import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.rest.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command: what is built, in which order, and for how long it runs. */
@Command(
        description = "Records the ticks of Indian index and stock derivatives from Zerodha Kite into a Redis stream.",
        sortOptions = false)
public final class Connector implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    @Option(
            names = "--symbol",
            required = true,
            split = ",",
            paramLabel = "SYMBOL",
            description = "The underlyings, with commas between them: NIFTY,BANKNIFTY,RELIANCE.")
    private List<String> symbols;

    @Option(
            names = "--login-now",
            description = "Start a session at once, on any day; without it, stay and start one at connector.login_time"
                    + " on every trading day.")
    private boolean loginNow;

    @Option(names = "--dry-run", description = "Log in, print what would be subscribed on which socket, and end.")
    private boolean dryRun;

    public static void main(String[] args) {
        System.exit(Launcher.launch(new Connector(), args));
    }

    @Override
    public String name() {
        return "connector";
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
                TradingCalendar.nse(),
                settings.connector().loginTime(),
                settings.connector().sessionEnd(),
                clock);
        Counters counters = new Counters();
        RecordingSession session = new RecordingSession(settings, desk, symbols, clock, stop);
        counters.gauge("sockets", "the state of each socket", session::socketStates);
        try (Recorder recorder = Recorder.open(settings, clock, counters, stop);
                CounterLine line = CounterLine.start(counters, stop)) {
            if (loginNow) {
                session.record(recorder, schedule.end());
                return;
            }
            while (!stop.isRequested()) {
                awaitSession(schedule, clock, stop);
                try {
                    session.record(recorder, schedule.end());
                } catch (UnavailableException e) {
                    LOG.error("This day was not recorded: {}", e.getMessage());
                }
            }
        }
    }

    private static void awaitSession(RecordingSchedule schedule, InstantSource clock, StopSignal stop)
            throws InterruptedException {
        if (!schedule.isUnderWay()) {
            LOG.info("The next session starts at {}", schedule.nextStart());
        }
        while (!schedule.isUnderWay()) {
            Duration left = Duration.between(clock.instant(), schedule.nextStart());
            pause(stop, left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
        }
    }

    /** Waits; a requested stop ends the wait by an {@link InterruptedException}. */
    private static void pause(StopSignal stop, Duration time) throws InterruptedException {
        if (stop.await(Math.max(0, time.toMillis()))) {
            throw new InterruptedException("a stop was requested");
        }
    }
}
