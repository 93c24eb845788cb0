package dev.liquidity.receiver;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.receiver.consume.Acknowledger;
import dev.liquidity.receiver.consume.DatesSeen;
import dev.liquidity.receiver.consume.Heartbeat;
import dev.liquidity.receiver.consume.InFlight;
import dev.liquidity.receiver.consume.InstrumentWatch;
import dev.liquidity.receiver.consume.StreamConsumer;
import dev.liquidity.receiver.entry.Batch;
import dev.liquidity.receiver.entry.BatchQueue;
import dev.liquidity.receiver.entry.Tally;
import dev.liquidity.receiver.store.StoreWriter;
import dev.liquidity.receiver.views.ViewsWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The threads and the queues between them. Started last to first, closed first to last, each drained before the next. */
final class Pipeline implements AutoCloseable {
    /** Batches waiting for the Redis keys. */
    private static final int VIEWS_QUEUE = 4;

    /** Ticks waiting for the store while it commits: as many as a dump has, so that the next one is ready. */
    private static final int STORE_QUEUE_TICKS = 20_000;

    private static final int ACKNOWLEDGER_QUEUE = 4;

    private final StoreWriter store;
    private final Worker acknowledgerThread;
    private final Worker storeThread;
    private final Worker viewsThread;
    private final Worker instrumentsThread;
    private final Worker heartbeatThread;
    private final Worker readerThread;
    private final InFlight inFlight = new InFlight();

    Pipeline(Settings settings, Timing timing, StopSignal stop, Clock clock, Tally tally) {
        Settings.Redis redis = settings.redis();
        String name = redis.consumerName();
        BlockingQueue<Batch> toViews = new ArrayBlockingQueue<>(VIEWS_QUEUE);
        BatchQueue toStore = new BatchQueue(STORE_QUEUE_TICKS);
        BlockingQueue<List<Batch>> toAcknowledge = new ArrayBlockingQueue<>(ACKNOWLEDGER_QUEUE);
        DatesSeen dates = new DatesSeen();

        store = new StoreWriter(settings.persistence(), toStore, toAcknowledge, inFlight::isDrainWanted, tally);
        ViewsWriter views = new ViewsWriter(settings, toViews, toStore, tally);

        acknowledgerThread =
                new Worker("acknowledger", new Acknowledger(redis, name, toAcknowledge, inFlight, tally), stop);
        storeThread = new Worker("store-writer", store, stop);
        viewsThread = new Worker("views-writer", views, stop);
        instrumentsThread = new Worker(
                "instruments", new InstrumentWatch(redis, timing.instrumentsInterval(), dates, toStore, tally), stop);
        heartbeatThread = new Worker("heartbeat", new Heartbeat(redis, name, timing.aliveTtl(), tally), stop);
        readerThread = new Worker(
                "reader",
                new StreamConsumer(
                        redis, name, timing.deadAfter(), inFlight, toViews, clock, tally, dates, views::refresh),
                stop);

        tally.counters().gauge("in_flight", "batches read and not acknowledged", () -> "" + inFlight.batches());
        tally.counters().gauge("views_queue", "batches waiting for the Redis keys", () -> "" + toViews.size());
        tally.counters().gauge("store_queue", "batches waiting for SQLite", () -> "" + toStore.size());
    }

    /** Opens the database, so that one that can't be used is said before anything is read; then starts the threads. */
    void start(Clock clock) {
        store.open(clock);
        for (Worker worker : List.of(
                acknowledgerThread, storeThread, viewsThread, instrumentsThread, heartbeatThread, readerThread)) {
            worker.start();
        }
    }

    /** Ends the threads in the order of the data's way, so that what was read is stored and acknowledged. Takes 8 s at the most. */
    @Override
    public void close() {
        readerThread.close(Duration.ofMillis(1200));
        instrumentsThread.close(Duration.ofMillis(300));
        viewsThread.close(Duration.ofMillis(1500));
        storeThread.close(Duration.ofMillis(2500));
        acknowledgerThread.close(Duration.ofMillis(800));
        heartbeatThread.close(Duration.ofMillis(300));
    }

    /** Batches that were read and neither stored nor acknowledged: Redis keeps them pending. */
    int leftUndone() {
        return inFlight.batches();
    }
}
