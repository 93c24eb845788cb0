package dev.liquidity.connector;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.instruments.Purpose;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.connector.kite.socket.TickerSockets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One day's recording: logs in, selects the instruments, opens the sockets, and waits for the end. */
final class Recording {
    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);
    private static final long LOOK_MILLIS = 500;
    private static final Duration REFRESH_PATIENCE = Duration.ofMillis(200);
    private static final Duration PUBLISHING_PATIENCE = Duration.ofMinutes(10);

    private final Settings settings;
    private final KiteDesk desk;
    private final List<String> symbols;
    private final RecordingSchedule schedule;
    private final MarketHours hours;
    private final MissedHours missed;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final StopSignal stop;
    private volatile TickerSockets sockets;
    private volatile boolean isUnderWay;

    Recording(
            Settings settings,
            KiteDesk desk,
            List<String> symbols,
            RecordingSchedule schedule,
            InstantSource clock,
            LongSupplier nanos,
            StopSignal stop) {
        this.settings = settings;
        this.desk = desk;
        this.symbols = symbols;
        this.schedule = schedule;
        hours = new MarketHours(settings.calendar());
        missed = new MissedHours(hours, settings.connector().journalDir(), clock);
        this.clock = clock;
        this.nanos = nanos;
        this.stop = stop;
    }

    /**
     * Records until the end, longer if the exchange extends its session, or until a stop is requested. At the end,
     * waits until the journal is published, for at most ten minutes.
     *
     * @param end empty if only a stop ends the recording
     * @param purpose {@link Purpose#CHECK} if somebody waits for the first answer
     */
    void record(Recorder recorder, Optional<Instant> end, Purpose purpose) throws InterruptedException {
        isUnderWay = true;
        try {
            Selection selection = new DayInstruments(
                            () -> desk.select(symbols, purpose, recorder.takenToday()),
                            schedule::end,
                            Connector.sleeper(stop, clock))
                    .select();
            // Asked again: the clock may have been set while there were no instruments.
            Optional<Instant> present = end.isEmpty() ? end : schedule.end();
            if (end.isEmpty() || present.isPresent()) {
                record(selection, present, recorder);
            }
        } finally {
            isUnderWay = false;
        }
    }

    /** Whether one is, from its login until its ticks are published. Thread-safe. */
    boolean isUnderWay() {
        return isUnderWay;
    }

    private void record(Selection selection, Optional<Instant> end, Recorder recorder) throws InterruptedException {
        LOG.info(
                Notice.TELL,
                "Logged in: {} instruments on {} sockets ({}), {}",
                selection.instruments().size(),
                selection.shards().size(),
                selection.counts(),
                end.map(instant -> "until " + SessionEnd.time(instant) + " IST").orElse("until stopped"));
        recorder.begin(selection.instruments());
        TradeWatch trades = new TradeWatch(recorder, hours);
        DayReport report = new DayReport(hours, recorder::figures, trades, clock);
        Optional<Instant> missingSince = missed.report(
                EpochMicros.toInstant(recorder.lastArrivalAtStartMicros()),
                selection.instruments().size(),
                recorder::onGap);
        boolean isOver = false;
        try (TickerSockets opened = new TickerSockets(
                settings,
                desk.sessions(),
                selection,
                EpochMicros.of(missingSince.orElse(clock.instant())),
                missingSince.map(missed::reason).orElse(null),
                trades,
                clock,
                nanos,
                stop)) {
            sockets = opened;
            Worker refresh = refresh(selection, opened, recorder);
            SessionEnd sessionEnd = new SessionEnd(
                    end.orElse(null), end.map(schedule::mayBeExtended).orElse(false), trades, clock);
            try {
                while (!isOver && !stop.await(LOOK_MILLIS)) {
                    report.look(opened::states);
                    isOver = sessionEnd.isReached();
                }
            } finally {
                refresh.close(REFRESH_PATIENCE);
            }
        } finally {
            if (sockets != null) {
                missed.recorded(isOver);
            }
            sockets = null;
        }
        report.end();
        long deadline = System.nanoTime() + PUBLISHING_PATIENCE.toNanos();
        while (!stop.isRequested() && !recorder.isPublished() && System.nanoTime() < deadline) {
            stop.await(LOOK_MILLIS);
        }
    }

    private Worker refresh(Selection selection, TickerSockets opened, Recorder recorder) {
        InstrumentRefresh refresh = new InstrumentRefresh(
                desk,
                symbols,
                settings.instruments().refresh(),
                selection,
                (all, added) -> {
                    recorder.begin(all);
                    opened.subscribe(added);
                },
                clock);
        return new Worker("instruments", refresh, stop).start();
    }

    /** @return the state of each socket, for the counters */
    String socketStates() {
        TickerSockets open = sockets;
        return open == null ? "none" : open.states();
    }
}
