package dev.liquidity.connector;

import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the counters on one line every ten seconds, and once more at the end. */
final class CounterLine implements Worker.Duty, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CounterLine.class);
    private static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_MILLIS = 200;

    private final Counters counters;
    private final Worker worker;
    private long nextNanos = System.nanoTime() + PERIOD_NANOS;

    CounterLine(Counters counters, StopSignal stop) {
        this.counters = counters;
        worker = new Worker("counters", this, stop);
    }

    void start() {
        counters.meanings().forEach(LOG::debug);
        worker.start();
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        if (System.nanoTime() >= nextNanos) {
            nextNanos += PERIOD_NANOS;
            LOG.info(counters.line());
        }
        return !closing.await(LOOK_MILLIS);
    }

    /** Logs the final counts. */
    @Override
    public void close() {
        worker.close();
        LOG.info(counters.line());
    }
}
