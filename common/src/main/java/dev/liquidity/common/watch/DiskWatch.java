package dev.liquidity.common.watch;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.status.Disk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** Watches the free space of directories' disks, and reckons how long the one with the least will last. */
public final class DiskWatch implements Watch {
    private static final double GIGABYTE = 1e9;
    private static final int SAMPLES = 60;
    private static final int SAMPLES_FOR_A_RATE = 10;

    private record Sample(Path directory, long nanos, long free) {}

    private final List<Path> directories;
    private final long least;
    private final ToLongFunction<Path> space;
    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * @param directories some may be missing yet
     * @param least free bytes that are enough; 0 for any
     */
    public DiskWatch(List<Path> directories, long least) {
        this(directories, least, directory -> directory.toFile().getUsableSpace(), System::nanoTime);
    }

    DiskWatch(List<Path> directories, long least, ToLongFunction<Path> space, LongSupplier nanoTime) {
        this.directories = directories;
        this.least = least;
        this.space = space;
        this.nanoTime = nanoTime;
    }

    @Override
    public Concern look() {
        Path fullest = null;
        long free = Long.MAX_VALUE;
        for (Path each : directories) {
            Path directory = Disk.existing(each);
            long here = space.applyAsLong(directory);
            if (here < free) {
                fullest = directory.normalize();
                free = here;
            }
        }
        if (!samples.isEmpty() && !samples.getLast().directory.equals(fullest)) {
            samples.clear();
        }
        samples.add(new Sample(fullest, nanoTime.getAsLong(), free));
        if (samples.size() > SAMPLES) {
            samples.remove();
        }
        return free >= least
                ? null
                : Concern.of(
                        least / (free + 1.0),
                        "%s has %.1f GB left, less than persistence.min_free_gb%s; make room"
                                .formatted(fullest, free / GIGABYTE, howLong()));
    }

    private String howLong() {
        long used = samples.getFirst().free - samples.getLast().free;
        if (used <= 0 || samples.size() < SAMPLES_FOR_A_RATE) {
            return "";
        }
        long nanos = samples.getLast().nanos - samples.getFirst().nanos;
        double seconds = nanos / 1e9 / used * samples.getLast().free;
        return ": full in " + Ist.forPeople(Duration.ofSeconds((long) Math.min(seconds, 1e9))) + " at this rate";
    }
}
