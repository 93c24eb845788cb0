package dev.liquidity.connector;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.connector.kite.rest.UnavailableException;
import dev.liquidity.connector.kite.socket.TickerSockets;
import dev.liquidity.connector.wire.TradeWatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One day's recording: logs in, selects the instruments, opens the sockets, and waits for the end. */
final class Recording {
    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);
    private static final long LOOK_MILLIS = 500;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);
    private static final Duration PUBLISHING_PATIENCE = Duration.ofMinutes(10);

    private final Settings settings;
    private final KiteDesk desk;
    private final List<String> symbols;
    private final RecordingSchedule schedule;
    private final MarketHours hours;
    private final MissedHours missed;
    private final InstantSource clock;
    private final StopSignal stop;
    private volatile TickerSockets sockets;
    private volatile boolean isUnderWay;

    Recording(
            Settings settings,
            KiteDesk desk,
            List<String> symbols,
            RecordingSchedule schedule,
            InstantSource clock,
            StopSignal stop) {
        this.settings = settings;
        this.desk = desk;
        this.symbols = symbols;
        this.schedule = schedule;
        hours = new MarketHours(settings.calendar());
        missed = new MissedHours(hours, settings.connector().journalDir(), clock);
        this.clock = clock;
        this.stop = stop;
    }

    /**
     * Records until the end, longer if the exchange extends its session, or until a stop is requested. At the end,
     * waits until the journal is published, for at most ten minutes.
     *
     * @param end empty if only a stop ends the recording
     */
    void record(Recorder recorder, Optional<Instant> end) throws InterruptedException {
        isUnderWay = true;
        try {
            recordUntil(end, recorder);
        } finally {
            isUnderWay = false;
        }
    }

    /** Whether one is, from its login until its ticks are published. Thread-safe. */
    boolean isUnderWay() {
        return isUnderWay;
    }

    private void recordUntil(Optional<Instant> end, Recorder recorder) throws InterruptedException {
        Selection selection = select(end);
        LOG.info(
                "{} instruments of {} on {} sockets, {}",
                selection.instruments().size(),
                String.join(",", symbols),
                selection.shards().size(),
                end.map(instant -> "until " + SessionEnd.time(instant) + " IST").orElse("until stopped"));
        recorder.begin(selection.instruments());
        TradeWatch trades = new TradeWatch();
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
                new TradedGaps(recorder, hours, trades),
                clock,
                stop)) {
            sockets = opened;
            SessionEnd sessionEnd = new SessionEnd(
                    end.orElse(null), end.map(schedule::mayBeExtended).orElse(false), trades, clock);
            while (!isOver && !stop.await(LOOK_MILLIS)) {
                isOver = sessionEnd.isReached();
            }
        } finally {
            if (sockets != null) {
                missed.recorded(isOver);
            }
            sockets = null;
        }
        long deadline = System.nanoTime() + PUBLISHING_PATIENCE.toNanos();
        while (!stop.isRequested() && !recorder.isPublished() && System.nanoTime() < deadline) {
            stop.await(LOOK_MILLIS);
        }
    }

    /**
     * Selects the instruments. While Kite is out of reach, tries again until the recording would end: an outage of a
     * quarter of an hour must not cost the day. The waits are long, since an attempt can cost a login.
     */
    private Selection select(Optional<Instant> end) throws InterruptedException {
        Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY);
        while (true) {
            try {
                return desk.select(symbols);
            } catch (UnavailableException e) {
                // Without an end, somebody started it by hand and waits for an answer.
                if (end.map(this::isPast).orElse(true)) {
                    throw e;
                }
                long wait = backoff.nextMillis();
                LOG.warn("{}; trying again in {} s", e.getMessage(), wait / 1000);
                if (stop.await(wait)) {
                    throw new InterruptedException("stopped while Kite was out of reach");
                }
            }
        }
    }

    /** @return the state of each socket, for the counters */
    String socketStates() {
        TickerSockets open = sockets;
        return open == null ? "none" : open.states();
    }

    private boolean isPast(Instant end) {
        return !clock.instant().isBefore(end);
    }
}
