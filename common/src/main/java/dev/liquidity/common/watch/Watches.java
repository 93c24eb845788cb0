package dev.liquidity.common.watch;

import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all watches twice a minute. Tells people when something begins to be amiss, when it gets worse, and once a
 * day while it lasts; and when it has been well for five minutes.
 */
public final class Watches implements Worker.Duty, AutoCloseable {
    static final int GOOD_LOOKS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
    private static final long PERIOD_MILLIS = 30_000;
    private static final long REMINDER_NANOS = Duration.ofDays(1).toNanos();

    /** With half a second for an interrupted thread, and 8.7 s of the receiver's other threads, less than 10 s. */
    private static final Duration STOP_PATIENCE = Duration.ofMillis(200);

    private final Map<String, State> states = new LinkedHashMap<>();
    private final LongSupplier nanoTime;
    private final Worker worker;

    private static final class State {
        private final Watch watch;
        private int severity;
        private int goodLooks;
        private long toldNanos;

        State(Watch watch) {
            this.watch = watch;
        }
    }

    /** @param watches by the first word of what is said about them */
    public Watches(Map<String, Watch> watches, StopSignal stop) {
        this(watches, stop, System::nanoTime);
    }

    Watches(Map<String, Watch> watches, StopSignal stop, LongSupplier nanoTime) {
        watches.forEach((name, watch) -> states.put(name, new State(watch)));
        this.nanoTime = nanoTime;
        worker = new Worker("watches", this, stop);
    }

    /** Starts the thread. */
    public Watches start() {
        worker.start();
        return this;
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        boolean isOver = closing.await(PERIOD_MILLIS);
        if (!isOver) {
            look();
        }
        return !isOver;
    }

    void look() throws InterruptedException {
        for (Map.Entry<String, State> each : states.entrySet()) {
            try {
                note(each.getKey(), each.getValue(), each.getValue().watch.look());
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                LOG.debug("{}: can't be looked at", each.getKey(), e);
            }
        }
    }

    private void note(String name, State state, Watch.Concern concern) {
        long now = nanoTime.getAsLong();
        if (concern == null) {
            if (state.severity > 0 && ++state.goodLooks >= GOOD_LOOKS) {
                state.severity = 0;
                LOG.info(Notice.TELL, name + ": all is well again");
            }
            return;
        }
        state.goodLooks = 0;
        if (concern.severity() > state.severity || now - state.toldNanos >= REMINDER_NANOS) {
            state.severity = Math.max(concern.severity(), state.severity);
            state.toldNanos = now;
            LOG.warn(Notice.TELL, name + ": {}", concern.text());
        }
    }

    @Override
    public void close() {
        worker.close(STOP_PATIENCE);
    }
}
