package dev.liquidity.connector;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.connector.kite.rest.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a recording at each session's time. Waits in short steps, so that it misses none when the clock is set or the
 * host has slept. Not thread-safe: used by the main thread only.
 */
final class Resident {
    private static final Logger LOG = LoggerFactory.getLogger(Resident.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final TradingCalendar calendar;
    private final RecordingSchedule schedule;
    private final InstantSource clock;
    private final StopSignal stop;
    private final Pause pause;
    private LocalDate remindedOn;

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        /** @throws InterruptedException when a stop is requested */
        void pause(Duration time) throws InterruptedException;
    }

    /** One recording. */
    @FunctionalInterface
    interface Session {
        /** @param end empty if only a stop ends it */
        void record(Optional<Instant> end) throws InterruptedException;
    }

    Resident(TradingCalendar calendar, RecordingSchedule schedule, InstantSource clock, StopSignal stop, Pause pause) {
        this.calendar = calendar;
        this.schedule = schedule;
        this.clock = clock;
        this.stop = stop;
        this.pause = pause;
    }

    /** Records every session, until a stop is requested. */
    void recordAll(Session session) throws InterruptedException {
        while (!stop.isRequested()) {
            awaitStart();
            try {
                recordNow(session);
            } catch (UnavailableException e) {
                LOG.error("This day was not recorded: {}", e.getMessage());
            }
        }
    }

    /** Records a session that starts now. */
    void recordNow(Session session) throws InterruptedException {
        remindOfMissingLists();
        session.record(schedule.end());
    }

    private void awaitStart() throws InterruptedException {
        if (!schedule.isUnderWay()) {
            remindOfMissingLists();
            Instant start = schedule.nextStart();
            LOG.info(
                    "The next session starts {}, in {}",
                    Ist.forPeople(start),
                    Ist.forPeople(Duration.between(clock.instant(), start)));
        }
        while (!schedule.isUnderWay()) {
            Duration left = Duration.between(clock.instant(), schedule.nextStart());
            pause.pause(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
        }
    }

    /** Warns once a day while a list of holidays is missing. */
    private void remindOfMissingLists() {
        LocalDate today = Ist.date(clock.instant());
        if (!today.equals(remindedOn)) {
            remindedOn = today;
            calendar.missingLists(today).forEach(LOG::warn);
        }
    }
}
