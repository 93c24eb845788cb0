package dev.liquidity.receiver.store;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.watch.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Watches the write-ahead log of today's database. SQLite writes it from its beginning again once all of it is in the
 * database, which a reader prevents for as long as its transaction is open: then the log grows with each commit.
 */
public final class LogGrowth implements Watch {
    static final long LARGE = 256L << 20;
    static final int LOOKS = 10;

    private static final double GIGABYTE = 1e9;

    private final String pattern;
    private final InstantSource clock;
    private final Deque<Long> sizes = new ArrayDeque<>();

    public LogGrowth(String dbPath, InstantSource clock) {
        pattern = dbPath;
        this.clock = clock;
    }

    @Override
    public Concern look() throws IOException {
        String database = StoreFiles.name(pattern, Ist.date(clock.instant()).toString());
        Path log = WriteAheadLog.of(Path.of(database));
        long size = Files.exists(log) ? Files.size(log) : 0;
        sizes.add(size);
        long before = sizes.size() > LOOKS ? sizes.remove() : Long.MAX_VALUE;
        return size <= LARGE || size <= before
                ? null
                : Concern.of(
                        (double) size / LARGE,
                        ("%s has %.1f GB and grows, since a program has been reading the database all the time:"
                                        + " end it (fuser -v %s shows it)")
                                .formatted(log, size / GIGABYTE, database));
    }
}
