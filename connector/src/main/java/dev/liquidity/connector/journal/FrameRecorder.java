package dev.liquidity.connector.journal;

import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.connector.queue.Arrival;
import dev.liquidity.connector.queue.ArrivalQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves arrivals from the queue into the journal: waits for one and takes all there are. While the disk fails it writes
 * the same bytes again and again; what the queue can't hold meanwhile is dropped there. What was taken from the queue
 * is given up only at the stop, if the disk still fails, and the failure says how much it is.
 */
public final class FrameRecorder implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(FrameRecorder.class);
    private static final long WAIT_MILLIS = 200;

    /** Less than a stop waits for this thread, by more than one wait between two attempts. */
    private static final long PATIENCE_AT_CLOSE_NANOS = Duration.ofMillis(1_500).toNanos();

    private static final long WAIT_AT_CLOSE_MILLIS = 100;

    private final ArrivalQueue queue;
    private final JournalWriter writer;
    private final Counters.Counter diskFailures;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    /** Taken from the queue, not yet by the writer. */
    private final ArrayDeque<Arrival> taken = new ArrayDeque<>();

    private int unflushed;

    public FrameRecorder(ArrivalQueue queue, JournalWriter writer, Counters counters) {
        this.queue = queue;
        this.writer = writer;
        diskFailures = counters.faults("journal_failures", "attempts to write the journal that the disk refused");
    }

    /** @throws UserException ({@link ExitCode#USAGE}) if the disk can't be written at the stop */
    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        boolean last = closing.isRequested();
        if (taken.isEmpty()) {
            taken.addAll(queue.take(last ? 0 : WAIT_MILLIS));
        }
        boolean isDone = last && taken.isEmpty();
        try {
            while (!taken.isEmpty()) {
                untilDone(closing, () -> writer.append(taken.peek()));
                taken.remove();
                unflushed++;
            }
            untilDone(closing, writer::flush);
            unflushed = 0;
        } catch (InterruptedException e) {
            if (closing.isRequested()) {
                throw givenUp();
            }
            throw e;
        }
        return !isDone;
    }

    /**
     * Tries once more to write what the last cycle gave up, and closes the last file.
     *
     * @throws UserException ({@link ExitCode#USAGE}) if the disk fails
     */
    @Override
    public void onClose() {
        try {
            writer.close();
        } catch (IOException e) {
            LOG.error("The journal's last file can't be closed", e);
            throw new UserException(
                    ExitCode.USAGE,
                    "the journal's last file could not be kept on the disk (" + e
                            + "): what came last may be lost; see to the disk of connector.journal_dir");
        }
    }

    private interface DiskCall {
        void run() throws IOException;
    }

    private void untilDone(Closing closing, DiskCall call) throws InterruptedException {
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
            if (closing.await(backoff.nextMillis())) {
                closingSince = closingSince == 0 ? System.nanoTime() : closingSince;
                if (System.nanoTime() - closingSince > PATIENCE_AT_CLOSE_NANOS) {
                    throw givenUp();
                }
                Thread.sleep(WAIT_AT_CLOSE_MILLIS);
            }
        }
    }

    /** "Up to": the writer tries once more when it is closed. */
    private UserException givenUp() {
        int messages = unflushed + taken.size() + queue.size();
        return new UserException(
                ExitCode.USAGE,
                "the journal could not be written at the stop: up to " + messages
                        + " messages that came last are lost;"
                        + " make room on the disk of connector.journal_dir, or repair it");
    }
}
