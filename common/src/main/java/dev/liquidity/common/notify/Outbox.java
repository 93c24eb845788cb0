package dev.liquidity.common.notify;

import dev.liquidity.common.market.Ist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What one channel has to tell: of each kind the last message and their number, so that neither a flood nor a long
 * outage of the channel fills it. A file keeps when each kind was told, for a program that is started again and again
 * and fails each time. Thread-safe.
 */
final class Outbox {
    /** In characters: Discord's limit. Telegram's is 4,096. */
    static final int LONGEST_TEXT = 2000;

    static final int LONGEST_LINE = 1000;
    static final int MOST_KINDS = 100;

    /** An older message has its own time. */
    private static final Duration FRESH = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final String LEFT_OUT = "%d messages before this could not be sent; the log has them\n";

    private final String source;
    private final Duration every;
    private final Path file;
    private final InstantSource clock;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private long added;
    private long lost;

    private static final class Kind {
        private int count;
        private Instant quietUntil = Instant.MIN;
        private boolean isOfEarlierRun;
        private Level level;
        private String line;
        private Instant at;
    }

    /** @param level of the most severe message */
    record Digest(String text, Level level, String source, long messages) {
        boolean isUrgent() {
            return level.toInt() >= Level.WARN.toInt();
        }
    }

    /**
     * @param source program and host: {@code connector on trader1}
     * @param every shortest time between two messages of a kind; zero for none
     */
    Outbox(String source, Duration every, Path file, InstantSource clock) {
        this.source = source;
        this.every = every;
        this.file = file;
        this.clock = clock;
        load();
    }

    /** @param kind what messages of the same kind have in common */
    synchronized void add(String kind, Level level, String text) {
        String key = Integer.toHexString(kind.hashCode()) + (every.isZero() ? "-" + added++ : "");
        if (kinds.size() >= MOST_KINDS && !kinds.containsKey(key)) {
            lost++;
            return;
        }
        Kind found = kinds.computeIfAbsent(key, unknown -> new Kind());
        found.count++;
        found.level = level;
        found.line = line(level, text);
        found.at = clock.instant();
    }

    private static String line(Level level, String text) {
        String line = level.toInt() < Level.WARN.toInt() ? text : level + ": " + text;
        int end = Math.min(line.length(), LONGEST_LINE);
        end -= Character.isHighSurrogate(line.charAt(end - 1)) ? 1 : 0;
        return end < line.length() ? line.substring(0, end) + "…" : line;
    }

    /** Notes messages that could not be sent; the next text says how many. */
    synchronized void lose(Digest digest) {
        lost += digest.messages();
    }

    /**
     * Takes what is due, as far as it goes into one text.
     *
     * @param isLast whether to take also what would be due later
     * @return null if nothing is due
     */
    synchronized Digest take(boolean isLast) {
        Instant now = clock.instant();
        String end = source + ", " + Ist.forPeople(now);
        StringBuilder text = new StringBuilder(lost == 0 ? "" : LEFT_OUT.formatted(lost));
        Level level = Level.INFO;
        long messages = 0;
        for (Iterator<Kind> each = kinds.values().iterator(); each.hasNext(); ) {
            Kind kind = each.next();
            boolean isQuiet = isQuiet(kind, now);
            if (kind.line == null) {
                if (!isQuiet) {
                    each.remove();
                }
                continue;
            }
            if (isQuiet && (!isLast || kind.isOfEarlierRun)) {
                continue;
            }
            String line = kind.line
                    + (kind.count == 1 ? "" : " (the last of " + kind.count + " like it)")
                    + (now.isAfter(kind.at.plus(FRESH)) ? " (" + Ist.forPeople(kind.at) + ")\n" : "\n");
            if (text.length() + line.length() + end.length() > LONGEST_TEXT) {
                break;
            }
            text.append(line);
            level = kind.level.toInt() > level.toInt() ? kind.level : level;
            messages += kind.count;
            kind.count = 0;
            kind.line = null;
            kind.isOfEarlierRun = false;
            kind.quietUntil = now.plus(every);
        }
        if (messages == 0) {
            return null;
        }
        lost = 0;
        return new Digest(text + end, level, source, messages);
    }

    /** A time too far ahead is of before the clock was set back. */
    private boolean isQuiet(Kind kind, Instant now) {
        return now.isBefore(kind.quietUntil) && !kind.quietUntil.isAfter(now.plus(every));
    }

    /** Writes what the next run must know. */
    void save() {
        StringBuilder text = new StringBuilder();
        synchronized (this) {
            kinds.forEach((key, kind) -> text.append("%s %s %d%n".formatted(key, kind.quietUntil, kind.count)));
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            LOG.debug("{} can't be written", file, e);
        }
    }

    private void load() {
        if (Files.notExists(file)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ");
                Kind kind = new Kind();
                kind.quietUntil = Instant.parse(words[1]);
                kind.count = Integer.parseInt(words[2]);
                kind.isOfEarlierRun = true;
                kinds.put(words[0], kind);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} can't be read", file, e);
        }
    }
}
