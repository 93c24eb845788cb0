package dev.liquidity.connector;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.connector.kite.rest.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a recording at each session's time. Waits in short steps, so that it misses none when the clock is set or the
 * host has slept. Not thread-safe: used by the main thread only.
 */
final class Resident {
    private static final Logger LOG = LoggerFactory.getLogger(Resident.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration ODD = Duration.ofHours(1);

    private final TradingCalendar calendar;
    private final RecordingSchedule schedule;
    private final InstantSource clock;
    private final StopSignal stop;
    private final Sleeper sleeper;
    private LocalDate remindedOn;
    private LocalDate givenUp;

    /** One recording. */
    @FunctionalInterface
    interface Session {
        /** @param end empty if only a stop ends it */
        void record(Optional<Instant> end) throws InterruptedException;
    }

    Resident(
            TradingCalendar calendar,
            RecordingSchedule schedule,
            InstantSource clock,
            StopSignal stop,
            Sleeper sleeper) {
        this.calendar = calendar;
        this.schedule = schedule;
        this.clock = clock;
        this.stop = stop;
        this.sleeper = sleeper;
    }

    /**
     * Records every session, until a stop is requested. What Kite or the account's owner must mend costs the rest of a
     * day, without another attempt on it, but not the next day.
     */
    void recordAll(Session session) throws InterruptedException {
        while (!stop.isRequested()) {
            awaitStart();
            LocalDate day = Ist.date(clock.instant());
            try {
                recordNow(session);
            } catch (UserException e) {
                boolean isOfKite =
                        e.exitCode() == ExitCode.LOGIN_REFUSED || e.exitCode() == ExitCode.NOTHING_TO_SUBSCRIBE;
                if (stop.isRequested() || !isOfKite) {
                    throw e;
                }
                LOG.error("This day is not recorded: {}", e.getMessage());
                givenUp = day;
            }
        }
    }

    /** Warns of a start far from a session's, by a cron with another zone. */
    void warnOfOddStart() {
        schedule.sinceStart()
                .filter(since -> since.abs().compareTo(ODD) > 0)
                .ifPresent(since -> LOG.warn(
                        Notice.TELL,
                        "This start, at {}, is {} {} connector.login_time: if cron made it, it does not go by India's"
                                + " time (this machine's zone is {}; Debian's cron ignores CRON_TZ). Let @reboot or"
                                + " systemd start the connector without --login-now: it waits for the right time",
                        Ist.forPeople(clock.instant()),
                        Ist.forPeople(since.abs()),
                        since.isNegative() ? "before" : "after",
                        ZoneId.systemDefault()));
    }

    /** Records a session that starts now. */
    void recordNow(Session session) throws InterruptedException {
        remindOfMissingLists();
        session.record(schedule.end());
    }

    private void awaitStart() throws InterruptedException {
        if (!isDue()) {
            remindOfMissingLists();
            Instant start = schedule.nextStart();
            LOG.info(
                    "The next session starts {}, in {}",
                    Ist.forPeople(start),
                    Ist.forPeople(Duration.between(clock.instant(), start)));
        }
        while (!isDue()) {
            Duration left = Duration.between(clock.instant(), schedule.nextStart());
            sleeper.sleep(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
        }
    }

    private boolean isDue() {
        return schedule.isUnderWay() && !Ist.date(clock.instant()).equals(givenUp);
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
