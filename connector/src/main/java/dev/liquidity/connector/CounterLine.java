package dev.liquidity.connector;

import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the counters on one line every ten seconds of a recording, once after it, and at the end. */
final class CounterLine implements Worker.Duty, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CounterLine.class);
    private static final long PERIOD_MILLIS = 10_000;

    private final Counters counters;
    private final BooleanSupplier isRecording;
    private final Worker worker;
    private boolean wasRecording;

    CounterLine(Counters counters, BooleanSupplier isRecording, StopSignal stop) {
        this.counters = counters;
        this.isRecording = isRecording;
        worker = new Worker("counters", this, stop);
    }

    void start() {
        worker.start();
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        boolean isOver = closing.await(PERIOD_MILLIS);
        if (!isOver) {
            print();
        }
        return !isOver;
    }

    /** Logs the line, unless no recording is under way, or has ended since the last one. */
    void print() {
        boolean isOn = isRecording.getAsBoolean();
        if (isOn || wasRecording) {
            LOG.info(counters.line());
        }
        wasRecording = isOn;
    }

    /** Logs the final counts. */
    @Override
    public void close() {
        worker.close();
        LOG.info(counters.line());
    }
}
