package dev.liquidity.common.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.watch.Watch.Concern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class WatchesTest {
    private static final long GB = 1_000_000_000;

    @TempDir
    private Path directory;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Concern concern;
    private long nanos = -5;
    private final Watches watches = new Watches(Map.of("Disk", () -> concern), new StopSignal(), () -> nanos);

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Watches.class)).addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(Watches.class)).detachAppender(log);
    }

    private List<String> lookFor(Duration time) throws InterruptedException {
        log.list.clear();
        for (long half = 0; half < time.toSeconds(); half += 30) {
            nanos += Duration.ofSeconds(30).toNanos();
            watches.look();
        }
        return log.list.stream()
                .filter(event ->
                        event.getMarkerList() != null && event.getMarkerList().contains(Notice.TELL))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    void warnsAtOnceThenOnceADayAndSaysWhenItIsOver() throws Exception {
        assertEquals(List.of(), lookFor(Duration.ofHours(2)));
        concern = new Concern(1, "low");
        assertEquals(List.of("WARN Disk: low"), lookFor(Duration.ofHours(24)));
        assertEquals(List.of("WARN Disk: low"), lookFor(Duration.ofHours(24)));
        concern = null;
        assertEquals(List.of(), lookFor(Duration.ofMinutes(4)));
        assertEquals(List.of("INFO Disk: all is well again"), lookFor(Duration.ofHours(4)));
    }

    @Test
    void warnsAgainWhenItGetsWorseButNotWhenItWavers() throws Exception {
        concern = new Concern(1, "low");
        lookFor(Duration.ofSeconds(30));
        concern = new Concern(3, "lower");
        assertEquals(List.of("WARN Disk: lower"), lookFor(Duration.ofMinutes(30)));
        for (int i = 0; i < 10; i++) {
            concern = i % 2 == 0 ? null : new Concern(3, "lower");
            assertEquals(List.of(), lookFor(Duration.ofMinutes(1)));
        }
    }

    @Test
    void looksAtTheOthersWhenOneFails() throws Exception {
        Watches both = new Watches(
                new TreeMap<>(Map.of(
                        "A",
                                () -> {
                                    throw new IllegalStateException("broken");
                                },
                        "B", () -> new Concern(1, "low"))),
                new StopSignal(),
                () -> 0);
        both.look();
        assertEquals(
                List.of("DEBUG A: can't be looked at", "WARN B: low"),
                log.list.stream()
                        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                        .toList());
        assertEquals(Level.DEBUG, log.list.get(0).getLevel());
    }

    @Test
    void endsWithoutWaitingForTheNextLook() {
        long begin = System.nanoTime();
        watches.start().close();
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(20).toNanos());
    }

    private final Map<Path, Long> free = new HashMap<>();

    private DiskWatch disks(Path... paths) {
        return new DiskWatch(List.of(paths), 2 * GB, path -> free.getOrDefault(path, 0L));
    }

    @Test
    void warnsOfTheFullestDiskOfDirectoriesThatMayBeMissingYet() {
        Path missing = directory.resolve("data/journal");
        DiskWatch watch = disks(missing, Path.of("/"));
        free.put(directory, 3 * GB);
        free.put(Path.of("/"), 2 * GB);
        assertNull(watch.look());
        free.put(directory, GB + GB / 2);
        assertEquals(
                new Concern(1, directory + " has 1.5 GB left, less than persistence.min_free_gb; make room"),
                watch.look());
        free.put(directory, GB / 2 - 1);
        assertEquals(2, watch.look().severity(), "one more when it has a quarter");
        free.put(directory, 0L);
        assertEquals(16, watch.look().severity());
    }

    @Test
    void looksAtRealDisks() {
        assertNull(new DiskWatch(List.of(directory), 0).look());
        Concern concern = new DiskWatch(List.of(directory), Long.MAX_VALUE).look();
        assertTrue(concern.text().matches(".* has [1-9]\\d*\\.\\d GB left, .*"), concern.text());
    }
}
