package dev.liquidity.receiver.status;

import static dev.liquidity.common.status.Disk.size;
import static dev.liquidity.receiver.status.Texts.*;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.receiver.store.StoreLook;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the facts mean at their hour: ticks are missed only while the market trades. Not thread-safe: used for one list
 * of lines.
 */
final class Verdicts {
    private static final Duration QUIET = Duration.ofSeconds(60);
    private static final double FAILING_SECONDS = 5;

    private final Settings settings;
    private final Facts facts;
    private final RedisLook.Seen redis;
    private final MarketHours hours;
    private final boolean isOpen;
    private final List<Line> lines = new ArrayList<>();

    private Verdicts(Settings settings, Facts facts) {
        this.settings = settings;
        this.facts = facts;
        redis = facts.redis();
        hours = new MarketHours(settings.calendar());
        isOpen = hours.isOpen(facts.now());
    }

    /** A line for each thing that can be known now. */
    static List<Line> of(Settings settings, Facts facts) {
        Verdicts verdicts = new Verdicts(settings, facts);
        verdicts.market();
        verdicts.redis();
        if (verdicts.redis.fault() == null) {
            verdicts.lines.addAll(
                    Processes.lines(verdicts.redis, verdicts.isOpen, verdicts.isOpen || verdicts.unstored() > 0));
            verdicts.stream();
            verdicts.newestTicks();
        }
        verdicts.database();
        verdicts.disk();
        return verdicts.lines;
    }

    private void market() {
        Instant next = nextSession();
        String in =
                "next session " + Ist.forPeople(next) + ", in " + Ist.forPeople(Duration.between(facts.now(), next));
        String until = isOpen
                ? "open until " + hours.on(Ist.date(facts.now())).orElseThrow().to()
                : "closed";
        lines.add(Line.of("market", until + "; " + in));
    }

    /** As the connector says; without one, when the market opens. */
    private Instant nextSession() {
        double told = number(redis.connector(), "next_session_timestamp_seconds");
        if (told > 0) {
            return Instant.ofEpochSecond((long) told);
        }
        LocalDate today = Ist.date(facts.now());
        boolean isToday =
                hours.opening(facts.now()).filter(facts.now()::isBefore).isPresent();
        LocalDate day = settings.calendar().onOrAfter(isToday ? today : today.plusDays(1));
        return day.atTime(hours.on(day).orElseThrow().from()).atZone(Ist.ZONE).toInstant();
    }

    private void redis() {
        String address = RedisConnections.address(settings.redis());
        if (redis.fault() != null) {
            String advice = "start it, or correct redis in config.yaml; ticks wait in the connector's journal";
            lines.add(Line.of("redis", address + ": " + redis.fault()).wrongIf(true, advice));
            return;
        }
        double used = number(redis.memory(), "used_memory");
        double most = number(redis.memory(), "maxmemory");
        String policy = redis.memory().getOrDefault("maxmemory_policy", "");
        String memory = size(used) + (most > 0 ? " of " + size(most) + ", " + policy : "");
        String advice = "raise maxmemory, or lower redis_history_minutes";
        lines.add(Line.of("redis", address + ", " + memory)
                .wrongIf(most > 0 && used > 0.9 * most, advice)
                .watchIf(most > 0 && used > 0.75 * most, advice)
                .watchIf(most > 0 && !policy.equals("noeviction"), "maxmemory-policy should be noeviction"));
    }

    /** Entries of the stream that are not stored. Redis before 7 does not count those that are not read. */
    private double unstored() {
        double pending = number(redis.group(), "pending");
        return redis.group().containsKey("lag")
                ? number(redis.group(), "lag") + pending
                : Math.max(number(redis.connector(), "unstored"), pending);
    }

    private boolean isBehind() {
        return redis.receivers().isEmpty() || number(redis.connector(), "store_behind") > 0;
    }

    private void stream() {
        int most = settings.redis().maxStreamLength();
        lines.add(Line.of("stream", count(redis.length()) + " entries of at most " + count(most))
                .watchIf(redis.length() > 1.1 * most, "it is not trimmed: see the log of the connector"));
        double behind = number(redis.connector(), "store_behind");
        String pending = count(number(redis.group(), "pending")) + " of them read";
        String advice = "is the receiver running, and does its database take commits?";
        lines.add(Line.of("group", count(unstored()) + " not stored, " + pending + "; " + age(behind) + " behind")
                .wrongIf(unstored() > 0.8 * most || behind >= 120, advice)
                .watchIf(unstored() > 0.5 * most || behind >= 30, advice)
                .watchIf(redis.group().isEmpty() && redis.length() > 0, "no receiver has read the stream yet"));
        double unpublished = number(redis.connector(), "stream_behind");
        boolean isHere = facts.journalBytes() >= 0;
        double size = isHere ? facts.journalBytes() : number(redis.connector(), "journal_bytes");
        String since = facts.journalSince() == null ? "" : " since " + facts.journalSince();
        lines.add(Line.of("journal", size(size) + since + "; " + age(unpublished) + " behind")
                .wrongIf(unpublished >= 60, "Redis takes no ticks: see the connector's log")
                .watchIf(unpublished >= 10, "Redis takes ticks slowly"));
    }

    private void newestTicks() {
        Map<String, Long> newest = new TreeMap<>();
        RedisLook.Newest last = new RedisLook.Newest(0, 0);
        for (Map.Entry<String, RedisLook.Newest> symbol : redis.newest().entrySet()) {
            String underlying = redis.underlyings().getOrDefault(symbol.getKey(), "others");
            newest.merge(underlying, symbol.getValue().micros(), Math::max);
            last = symbol.getValue().micros() > last.micros() ? symbol.getValue() : last;
        }
        List<String> quiet = newest.keySet().stream()
                .filter(name -> secondsSince(newest.get(name)) > QUIET.toSeconds())
                .toList();
        List<String> ages = newest.keySet().stream()
                .map(name -> name + " " + age(secondsSince(newest.get(name))))
                .toList();
        boolean isDue = isOpen && hours.isOpen(facts.now().minus(QUIET));
        boolean isOver = !isOpen && secondsSince(last.micros()) > QUIET.toSeconds();
        String text = isOver ? "at " + Ist.format(last.micros()).substring(11, 19) : names(ages);
        lines.add(Line.of("newest tick", ages.isEmpty() ? "none today" : text)
                .wrongIf(isDue && quiet.size() == ages.size(), "no ticks come: see the lines above")
                .watchIf(isDue && !quiet.isEmpty(), "quiet: " + names(quiet)));
        if (last.receivedMicros() > 0) {
            clock((last.receivedMicros() - last.micros()) / 1e6);
        }
    }

    /** @param late seconds from the exchange's time until the newest tick arrived */
    private void clock(double late) {
        double ahead = (redis.lastMillis() - facts.now().toEpochMilli()) / 1e3;
        String text = ahead > 5
                ? "the newest tick arrives " + age(ahead) + " from now"
                : String.format(
                        Locale.ROOT,
                        "ticks arrive %.1f s %s the exchange's time",
                        Math.abs(late),
                        late < 0 ? "before" : "after");
        double off = Math.max(Math.abs(late), ahead);
        String advice = "set this machine's clock, and keep it right with NTP";
        lines.add(Line.of("clock", text).wrongIf(off > 60, advice).watchIf(off > 5, advice));
    }

    private void database() {
        StoreLook.Seen store = facts.store();
        double failing = redis.receivers().values().stream()
                .mapToDouble(shown -> number(shown, "store_failing_seconds"))
                .max()
                .orElse(0);
        String fault = failing > FAILING_SECONDS ? "no commit for " + age(failing) : store.fault();
        String size = size(store.bytes()) + " and " + size(store.logBytes()) + " of log";
        lines.add(Line.of("database", store.file() + ": " + (fault == null ? size : fault))
                .wrongIf(failing > FAILING_SECONDS, "is it locked, or its disk full? See the receiver's log")
                .watchIf(store.isAbsent() && isOpen, "look where the receiver runs, in its directory")
                .wrongIf(fault != null && !store.isAbsent(), "see the receiver's log")
                .watchIf(store.logBytes() > Texts.GB, "a long query keeps the log from shrinking: end it"));
        if (store.fault() == null) {
            lines.add(today(store));
            agreement();
            long dropped = (long) number(redis.connector(), "dropped");
            lines.add(Line.of("gaps", count(store.gaps()) + " today; " + count(dropped) + " frames dropped")
                    .watchIf(store.gaps() + dropped > 0, "feed_gaps says when and why"));
            lines.add(Line.of("rejects", count(store.rejected()) + " today")
                    .watchIf(store.rejected() > 0, "rejected_entries says which and why"));
        }
    }

    private Line today(StoreLook.Seen store) {
        double patience = settings.persistence().dumpInterval().toSeconds() + Processes.SILENT_SECONDS;
        List<String> missing = redis.newest().keySet().stream()
                .filter(symbol -> !store.symbols().contains(symbol))
                .filter(symbol -> secondsSince(redis.newest().get(symbol).receivedMicros()) > patience)
                .toList();
        String ticks = (store.isCountWhole() ? "" : "over ") + count(store.ticks()) + " ticks";
        String inRedis =
                redis.fault() == null ? "; Redis " + count(redis.newest().size()) + " symbols" : "";
        boolean isEmptied = !redis.newest().keySet().containsAll(store.symbols());
        return Line.of("today", "SQLite " + count(store.symbols().size()) + " symbols, " + ticks + share() + inRedis)
                .wrongIf(!isShared() && !missing.isEmpty(), "not in SQLite: " + names(missing))
                .watchIf(redis.fault() == null && isEmptied, "Redis was emptied, or lacks memory; SQLite has all");
    }

    /** Whether this database has a part of the ticks only. */
    private boolean isShared() {
        return redis.receivers().size() > 1;
    }

    private String share() {
        return isShared() ? ", the share of one of " + redis.receivers().size() + " receivers" : "";
    }

    private void agreement() {
        Facts.Sample same = facts.sample();
        if (same != null && same.inRedis() >= 0 && same.inStore() >= 0) {
            boolean isSame = same.inRedis() == same.inStore();
            String counts = isSame
                    ? count(same.inStore()) + " ticks in both"
                    : "Redis " + count(same.inRedis()) + " ticks, SQLite " + count(same.inStore()) + share();
            boolean isLess = !isShared() && same.inStore() < same.inRedis();
            String of = same.symbols() + " symbols, " + same.from() + " to " + same.to() + ": ";
            lines.add(Line.of("agreement", of + counts)
                    .watchIf(isLess && isBehind(), "not all is stored yet: see the lines above")
                    .wrongIf(isLess, "ticks are missing in SQLite: see the receiver's log")
                    .watchIf(same.inStore() > same.inRedis(), "Redis was emptied, or lacks memory; SQLite has all"));
        }
    }

    private void disk() {
        long free = Math.min(facts.databaseFree(), facts.journalFree());
        long least = settings.persistence().minFreeBytes();
        String advice = "make room: move old databases away, or lower journal_keep_days";
        lines.add(Line.of("disk", size(free) + " free" + (least > 0 ? "; " + size(least) + " wanted" : ""))
                .wrongIf(free < least, advice)
                .watchIf(free < 2 * least, advice));
    }

    private double secondsSince(long micros) {
        return Math.max(0, facts.now().toEpochMilli() - micros / 1000) / 1e3;
    }
}
