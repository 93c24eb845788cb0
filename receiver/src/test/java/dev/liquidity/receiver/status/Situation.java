package dev.liquidity.receiver.status;

import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import dev.liquidity.receiver.store.StoreLook;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Facts of a day on which all is right, at 10:15, until a test changes some. Not thread-safe. */
final class Situation {
    static final String SPOT = "NIFTY 50";
    static final String CALL = "NIFTY26DEC24500CE";
    static final String PUT = "BANKNIFTY26DEC52000PE";

    final Settings settings = SettingsReader.read(Path.of("no.yaml"), false, Map.of(), Map.of(), Role.RECEIVER)
            .settings();
    final Map<String, String> memory = new HashMap<>(Map.of("used_memory", "45000000", "maxmemory", "0"));
    final Map<String, String> group = new HashMap<>(Map.of("lag", "3", "pending", "12"));
    final Map<String, String> connector = new HashMap<>(Map.of(
            "pid",
            "11",
            "age_millis",
            "900",
            "sockets",
            "1:up,2:up",
            "recording",
            "1",
            "rate",
            "206",
            "resident_bytes",
            "137000000",
            "store_behind",
            "0",
            "stream_behind",
            "0",
            "dropped",
            "0"));
    final Map<String, Map<String, String>> receivers = new TreeMap<>(Map.of(
            "receiver_1",
            new HashMap<>(Map.of("pid", "12", "age_millis", "1900", "rate", "205", "resident_bytes", "2e8"))));
    final Map<String, RedisLook.Newest> newest = new TreeMap<>();
    final Set<String> symbolsInStore = new TreeSet<>(List.of(SPOT, CALL, PUT));

    Instant now = ist("2026-11-26T10:15:00");
    String redisFault;
    long length = 99_000;
    long lastMillis;
    String storeFault;
    boolean isCountWhole = true;
    long gaps;
    long rejected;
    long logBytes = 4_000_000;
    Facts.Sample sample = new Facts.Sample(3, LocalTime.of(10, 12), LocalTime.of(10, 14), 500, 500);
    long free = 78_000_000_000L;
    long journalBytes = 2_000_000_000L;

    Situation() {
        ticked(SPOT, now, now.plusMillis(300));
        ticked(CALL, now, now.plusMillis(300));
        ticked(PUT, now.minusSeconds(2), now.minusSeconds(1));
    }

    static Instant ist(String time) {
        return LocalDateTime.parse(time).atZone(Ist.ZONE).toInstant();
    }

    /** A symbol's newest tick has this time, and arrived then. */
    Situation ticked(String symbol, Instant time, Instant arrived) {
        newest.put(symbol, new RedisLook.Newest(EpochMicros.of(time), EpochMicros.of(arrived)));
        lastMillis = Math.max(lastMillis, arrived.toEpochMilli());
        return this;
    }

    Situation at(String time) {
        now = ist(time);
        return this;
    }

    List<Line> lines() {
        Map<String, String> underlyings = Map.of(SPOT, "spot", CALL, "NIFTY", PUT, "BANKNIFTY");
        RedisLook.Seen redis = redisFault != null
                ? RedisLook.Seen.nothing(redisFault)
                : new RedisLook.Seen(
                        null, memory, length, lastMillis, group, connector, receivers, newest, underlyings);
        StoreLook.Seen store = new StoreLook.Seen(
                Path.of("data/ticks.db"),
                storeFault,
                storeFault == null ? symbolsInStore : Set.of(),
                1_234_567,
                isCountWhole,
                lastMillis,
                gaps,
                rejected,
                4_300_000_000L,
                logBytes);
        return Verdicts.of(settings, new Facts(now, redis, store, sample, free, free, journalBytes, "2026-11-24"));
    }

    Line line(String name) {
        return lines().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
