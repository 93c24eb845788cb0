package dev.liquidity.connector.journal;

import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves arrivals from the queue into the journal: waits for one and takes what is there. While the disk fails it tries the same bytes again;
 * what the queue can't hold meanwhile is dropped there, counted, and told as a gap.
 */
public final class FrameRecorder implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(FrameRecorder.class);
    private static final long WAIT_MILLIS = 200;
    private static final long PATIENCE_AT_CLOSE_NANOS = Duration.ofSeconds(3).toNanos();

    private final ArrivalQueue queue;
    private final JournalWriter writer;
    private final BooleanSupplier closing;
    private final Counters.Counter diskFailures;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    /**
     * @param closing whether to end as soon as the queue is empty
     */
    public FrameRecorder(ArrivalQueue queue, JournalWriter writer, BooleanSupplier closing, Counters counters) {
        this.queue = queue;
        this.writer = writer;
        this.closing = closing;
        diskFailures = counters.faults("journal_failures", "attempts to write the journal that the disk refused");
    }

    @Override
    public boolean cycle() throws InterruptedException {
        boolean last = closing.getAsBoolean();
        List<Arrival> batch = queue.take(last ? 0 : WAIT_MILLIS);
        for (Arrival arrival : batch) {
            untilDone(() -> writer.append(arrival));
        }
        untilDone(writer::flush);
        return !(last && batch.isEmpty());
    }

    private interface DiskCall {
        void run() throws IOException;
    }

    private void untilDone(DiskCall call) throws InterruptedException {
        long closingSince = 0;
        while (true) {
            try {
                call.run();
                if (backoff.failures() > 0) {
                    LOG.info("The journal can be written again");
                    backoff.reset();
                }
                return;
            } catch (IOException e) {
                diskFailures.increment();
                if (backoff.failures() == 0) {
                    LOG.error("The journal can't be written; trying again until it can: {}", e.toString());
                }
                if (closing.getAsBoolean()) {
                    closingSince = closingSince == 0 ? System.nanoTime() : closingSince;
                    if (System.nanoTime() - closingSince > PATIENCE_AT_CLOSE_NANOS) {
                        LOG.error("The journal can't be written at the stop: what had arrived last is lost");
                        return;
                    }
                }
                Thread.sleep(backoff.nextMillis());
            }
        }
    }
}
