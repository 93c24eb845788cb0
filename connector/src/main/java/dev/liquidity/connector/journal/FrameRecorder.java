package dev.liquidity.connector.journal;

import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves arrivals from the queue into the journal: waits for one and takes what is there. While the disk fails it tries the same bytes again;
 * what the queue can't hold meanwhile is dropped there, counted, and told as a gap. Nothing that was taken from the queue is let go but at
 * the stop, when the disk gives no hope, and then it is told how much that is.
 */
public final class FrameRecorder implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(FrameRecorder.class);
    private static final long WAIT_MILLIS = 200;

    /** Less than a stop waits for a thread before it interrupts it, by more than one wait between two attempts. */
    private static final long PATIENCE_AT_CLOSE_NANOS = Duration.ofMillis(1_500).toNanos();

    private static final long WAIT_AT_CLOSE_MILLIS = 100;

    private final ArrivalQueue queue;
    private final JournalWriter writer;
    private final BooleanSupplier closing;
    private final Counters.Counter diskFailures;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    /** What was taken from the queue and not by the writer. */
    private final ArrayDeque<Arrival> taken = new ArrayDeque<>();

    private int unflushed;

    /**
     * @param closing whether to end as soon as the queue is empty
     */
    public FrameRecorder(ArrivalQueue queue, JournalWriter writer, BooleanSupplier closing, Counters counters) {
        this.queue = queue;
        this.writer = writer;
        this.closing = closing;
        diskFailures = counters.faults("journal_failures", "attempts to write the journal that the disk refused");
    }

    /**
     * @throws UserException ({@link ExitCode#USAGE}) when the disk can't be written at the stop
     */
    @Override
    public boolean cycle() throws InterruptedException {
        boolean last = closing.getAsBoolean();
        if (taken.isEmpty()) {
            taken.addAll(queue.take(last ? 0 : WAIT_MILLIS));
        }
        boolean isDone = last && taken.isEmpty();
        try {
            while (!taken.isEmpty()) {
                untilDone(() -> writer.append(taken.peek()));
                taken.remove();
                unflushed++;
            }
            untilDone(writer::flush);
            unflushed = 0;
        } catch (InterruptedException e) {
            if (closing.getAsBoolean()) {
                throw givenUp();
            }
            throw e;
        }
        return !isDone;
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
            }
            long wait = backoff.nextMillis();
            if (closing.getAsBoolean()) {
                closingSince = closingSince == 0 ? System.nanoTime() : closingSince;
                if (System.nanoTime() - closingSince > PATIENCE_AT_CLOSE_NANOS) {
                    throw givenUp();
                }
                wait = Math.min(wait, WAIT_AT_CLOSE_MILLIS);
            }
            Thread.sleep(wait);
        }
    }

    /** Not all of it need be lost: the writer tries once more when it is closed. */
    private UserException givenUp() {
        int messages = unflushed + taken.size() + queue.size();
        return new UserException(
                ExitCode.USAGE,
                "the journal could not be written at the stop: up to " + messages
                        + " messages that came last are lost; make room on the disk of connector.journal_dir, or mend it");
    }
}
