package dev.liquidity.receiver.status;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.status.Disk;
import dev.liquidity.receiver.store.StoreLook;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Finds out how all stands. Not thread-safe: used by the main thread only. */
public final class Status implements AutoCloseable {
    private static final int SAMPLED_SYMBOLS = 20;
    private static final Duration LONGEST_SAMPLE = Duration.ofMinutes(2);
    private static final Duration UNDER_WAY = Duration.ofSeconds(10);

    private final Settings settings;
    private final InstantSource clock;
    private final RedisLook redis;
    private final StoreLook store;

    public Status(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        redis = new RedisLook(settings.redis());
        store = new StoreLook(settings.persistence().dbPath());
    }

    /** Looks at everything, within a few seconds. What can't be looked at is an answer, too. */
    public StatusReport look() {
        Instant now = clock.instant();
        String today = Ist.date(now).toString();
        RedisLook.Seen inRedis = redis.look(today);
        StoreLook.Seen inStore = store.look(today);
        Path journal = settings.connector().journalDir();
        Facts facts = new Facts(
                now,
                inRedis,
                inStore,
                sample(now, inRedis.newest(), inStore),
                Disk.freeBytes(inStore.file()),
                Disk.freeBytes(journal),
                bytesIn(journal),
                since(journal));
        return new StatusReport(now, Verdicts.of(settings, facts));
    }

    /** Counts the last ticks that must be stored by now of the symbols that ticked last. */
    private Facts.Sample sample(Instant now, Map<String, RedisLook.Newest> newest, StoreLook.Seen inStore) {
        List<String> symbols = newest.keySet().stream()
                .sorted(Comparator.comparing(symbol -> newest.get(symbol).micros(), Collections.reverseOrder()))
                .limit(SAMPLED_SYMBOLS)
                .toList();
        if (symbols.isEmpty() || inStore.fault() != null) {
            return null;
        }
        Instant last =
                EpochMicros.toInstant(newest.get(symbols.get(0)).micros()).plusSeconds(1);
        Instant stored =
                now.minus(settings.persistence().dumpInterval().multipliedBy(2)).minus(UNDER_WAY);
        Instant to = (last.isBefore(stored) ? last : stored).truncatedTo(ChronoUnit.SECONDS);
        Duration kept = settings.persistence().redisHistory().dividedBy(2);
        Instant from = to.minus(kept.isZero() || kept.compareTo(LONGEST_SAMPLE) > 0 ? LONGEST_SAMPLE : kept)
                .truncatedTo(ChronoUnit.SECONDS);
        return !Ist.date(from).equals(Ist.date(now))
                ? null
                : new Facts.Sample(
                        symbols.size(),
                        LocalTime.ofInstant(from, Ist.ZONE),
                        LocalTime.ofInstant(to, Ist.ZONE),
                        redis.ticks(symbols, from, to),
                        store.ticks(symbols, from, to));
    }

    private static long bytesIn(Path journal) {
        try {
            return Files.isDirectory(journal) ? Disk.bytesIn(journal) : -1;
        } catch (UncheckedIOException e) {
            return -1;
        }
    }

    /** The day in the name of the oldest file. */
    private static String since(Path journal) {
        String[] names = journal.toFile().list((directory, name) -> name.endsWith(".journal"));
        return names == null || names.length == 0
                ? null
                : Arrays.stream(names).sorted().findFirst().orElseThrow().replaceFirst("_.*", "");
    }

    @Override
    public void close() {
        redis.close();
    }
}
