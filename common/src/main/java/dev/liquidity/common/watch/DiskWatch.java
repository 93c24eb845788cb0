package dev.liquidity.common.watch;

import dev.liquidity.common.status.Disk;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** Watches the free space of directories' disks. */
public final class DiskWatch implements Watch {
    private final List<Path> directories;
    private final long least;
    private final ToLongFunction<Path> space;

    /**
     * @param directories some may be missing yet
     * @param least free bytes that are enough; 0 for any
     */
    public DiskWatch(List<Path> directories, long least) {
        this(directories, least, Disk::freeBytes);
    }

    DiskWatch(List<Path> directories, long least, ToLongFunction<Path> space) {
        this.directories = directories;
        this.least = least;
        this.space = space;
    }

    @Override
    public Concern look() {
        Path fullest = directories.stream()
                .map(directory -> Disk.existing(directory).normalize())
                .min(Comparator.comparingLong(space))
                .orElseThrow();
        long free = space.applyAsLong(fullest);
        return free >= least
                ? null
                : Concern.of(
                        least / (free + 1.0),
                        "%s has %s left, less than persistence.min_free_gb; make room"
                                .formatted(fullest, Disk.size(free)));
    }
}
