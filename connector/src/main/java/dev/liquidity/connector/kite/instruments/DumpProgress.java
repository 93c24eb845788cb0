package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes a dump's rows on and, on a slow line, logs how many there are so far. Not thread-safe. */
final class DumpProgress implements Consumer<Instrument> {
    private static final Logger LOG = LoggerFactory.getLogger(DumpProgress.class);
    private static final long LINE_NANOS = 5_000_000_000L;

    private final String exchange;
    private final Consumer<Instrument> rows;
    private final LongSupplier nanoTime;
    private long saidNanos;
    private int count;

    DumpProgress(String exchange, Consumer<Instrument> rows) {
        this(exchange, rows, System::nanoTime);
    }

    DumpProgress(String exchange, Consumer<Instrument> rows, LongSupplier nanoTime) {
        this.exchange = exchange;
        this.rows = rows;
        this.nanoTime = nanoTime;
        saidNanos = nanoTime.getAsLong();
    }

    @Override
    public void accept(Instrument row) {
        rows.accept(row);
        count++;
        long now = nanoTime.getAsLong();
        if (now - saidNanos >= LINE_NANOS) {
            saidNanos = now;
            LOG.info("Instrument dump of {}: {} rows so far", exchange, count);
        }
    }
}
