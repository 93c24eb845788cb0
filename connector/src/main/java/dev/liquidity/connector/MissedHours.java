package dev.liquidity.connector;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.connector.disk.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the market hours in which nothing was recorded: a gap for each trading day, from the last tick of an earlier
 * run, or from when its recording ended, which a small file beside the journal tells. Not thread-safe: used by the main
 * thread only.
 */
final class MissedHours {
    private static final Logger LOG = LoggerFactory.getLogger(MissedHours.class);
    /** An earlier run that ended before was of another time, or of a clock that was wrong. */
    private static final Duration LONGEST_LOOK_BACK = Duration.ofDays(92);

    private final MarketHours hours;
    private final Path file;
    private final InstantSource clock;
    private final Instant startedAt;
    private Instant accountedUntil;

    /** @param journalDir exists */
    MissedHours(MarketHours hours, Path journalDir, InstantSource clock) {
        this.hours = hours;
        file = journalDir.resolve("recorded-until");
        this.clock = clock;
        startedAt = clock.instant();
    }

    /**
     * Reports a gap for each interval of market hours since the last recording that is over. A first start ever has
     * missed what today's hours had before it.
     *
     * @param lastArrival of the last tick of an earlier run; the epoch if there is none
     * @param instruments how many each gap affects
     * @return when the interval began that still goes on, and ends with the first tick; empty if there is none
     */
    Optional<Instant> report(Instant lastArrival, int instruments, Consumer<FeedGap> gaps) {
        Instant now = clock.instant();
        accountedUntil = credible(accountedUntil == null ? read() : accountedUntil, now);
        Instant since = later(credible(lastArrival, now), accountedUntil);
        if (since.equals(Instant.EPOCH)) {
            since = hours.isOpen(now) ? hours.opening(now).orElse(now) : now;
        }
        since = later(since, now.minus(LONGEST_LOOK_BACK));
        boolean isOfToday = Ist.date(since).equals(Ist.date(now));
        Instant missingSince = isOfToday && since.isBefore(now) ? since : null;
        for (Instant day = since; !Ist.date(day).isAfter(Ist.date(now)); day = day.plus(Duration.ofDays(1))) {
            Instant from = later(since, hours.opening(day).orElse(Instant.MAX));
            Instant to = hours.closing(day).orElse(Instant.MIN);
            if (from.isBefore(to) && !to.isAfter(now)) {
                String span = Ist.forPeople(from) + " to " + Ist.forPeople(to);
                LOG.warn(Notice.TELL, "Nothing was recorded from {}: {}", span, reason(from));
                gaps.accept(new FeedGap(0, from, to, reason(from), instruments));
                missingSince = null;
            } else if (from.isBefore(now) && now.isBefore(to) && !isOfToday) {
                missingSince = from;
            }
        }
        account(missingSince == null ? now : missingSince);
        return Optional.ofNullable(missingSince);
    }

    /** Why nothing was recorded since a time. */
    String reason(Instant since) {
        return since.isBefore(startedAt) ? "the connector was not running" : "no session could be opened";
    }

    /**
     * Notes that a recording has ended.
     *
     * @param isOver true if it reached its end: the rest of the day is not missed
     */
    void recorded(boolean isOver) {
        Instant now = clock.instant();
        account(isOver ? later(now, hours.closing(now).orElse(now)) : now);
    }

    private Instant read() {
        try {
            return EpochMicros.toInstant(Ist.parseMicros(Files.readString(file).strip()));
        } catch (IOException | DateTimeException e) {
            // Without it, the journal's last tick has to do.
            return Instant.EPOCH;
        }
    }

    private void account(Instant until) {
        if (!until.isAfter(accountedUntil)) {
            return;
        }
        accountedUntil = until;
        try {
            OwnerOnly.replace(file, Ist.formatMicros(EpochMicros.of(until)) + "\n");
        } catch (IOException e) {
            LOG.warn("{} can't be written: {}", file, e.toString());
        }
    }

    /** The time itself; the epoch if another clock gave it, which was wrong: a recording ends with its day at most. */
    private static Instant credible(Instant time, Instant now) {
        return time.isAfter(now.plus(Duration.ofDays(1))) ? Instant.EPOCH : time;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
