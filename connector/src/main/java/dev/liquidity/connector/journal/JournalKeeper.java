package dev.liquidity.connector.journal;

import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.StreamId;
import java.time.Duration;
import java.util.function.Supplier;

/** Forces to the disk what was journaled, every second, and deletes files that are stored and old, every minute. */
public final class JournalKeeper implements Worker.Duty {
    private static final long FORCE_MILLIS = 1000;
    private static final long RETENTION_NANOS = Duration.ofMinutes(1).toNanos();

    private final JournalWriter writer;
    private final JournalRetention retention;
    private final Supplier<StreamId> storedUpTo;
    private long nextRetentionNanos = System.nanoTime();

    public JournalKeeper(JournalWriter writer, JournalRetention retention, Supplier<StreamId> storedUpTo) {
        this.writer = writer;
        this.retention = retention;
        this.storedUpTo = storedUpTo;
    }

    @Override
    public boolean cycle(Closing closing) throws Exception {
        if (closing.await(FORCE_MILLIS)) {
            return false;
        }
        writer.force();
        if (System.nanoTime() >= nextRetentionNanos) {
            nextRetentionNanos = System.nanoTime() + RETENTION_NANOS;
            retention.deleteStored(storedUpTo.get());
        }
        return true;
    }
}
