package dev.liquidity.connector;

import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the counters on one line every ten seconds, with the rate since the last line. */
final class CounterLine implements Worker.Duty, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CounterLine.class);
    private static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_MILLIS = 200;

    private final Counters counters;
    private final Worker worker;
    private long nextNanos = System.nanoTime() + PERIOD_NANOS;

    private CounterLine(Counters counters, StopSignal stop) {
        this.counters = counters;
        worker = new Worker("counters", this, stop);
    }

    static CounterLine start(Counters counters, StopSignal stop) {
        CounterLine line = new CounterLine(counters, stop);
        line.worker.start();
        counters.meanings().forEach(LOG::debug);
        return line;
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        if (System.nanoTime() >= nextNanos) {
            nextNanos += PERIOD_NANOS;
            LOG.info(counters.line());
        }
        return !closing.await(LOOK_MILLIS);
    }

    /** Ends with a last line, which has the final counts. */
    @Override
    public void close() {
        worker.close();
        LOG.info(counters.line());
    }
}
