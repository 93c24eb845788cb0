package dev.liquidity.receiver;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.BatchQueue;
import dev.liquidity.receiver.batch.InFlight;
import dev.liquidity.receiver.batch.Tally;
import dev.liquidity.receiver.consume.Acknowledger;
import dev.liquidity.receiver.consume.DatesSeen;
import dev.liquidity.receiver.consume.Heartbeat;
import dev.liquidity.receiver.consume.InstrumentWatch;
import dev.liquidity.receiver.consume.StreamConsumer;
import dev.liquidity.receiver.keys.KeysWriter;
import dev.liquidity.receiver.store.StoreWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The threads and the queues between them. Started last to first, closed first to last, each drained before the next.
 */
final class Pipeline implements AutoCloseable {
    /** Batches waiting for the Redis keys. */
    private static final int KEYS_QUEUE = 4;

    /** Ticks waiting for the store while it commits: as many as a dump has, so that the next one is ready. */
    private static final int STORE_QUEUE_TICKS = 20_000;

    private static final int ACKNOWLEDGER_QUEUE = 4;

    private final StoreWriter store;
    private final KeysWriter keys;
    private final Acknowledger acknowledger;
    private final Heartbeat heartbeat;
    private final Worker acknowledgerThread;
    private final Worker storeThread;
    private final Worker keysThread;
    private final Worker instrumentsThread;
    private final Worker heartbeatThread;
    private final Worker readerThread;
    private final InFlight inFlight = new InFlight();

    Pipeline(Settings settings, Timing timing, StopSignal stop, Clock clock, Tally tally) {
        Settings.Redis redis = settings.redis();
        String name = redis.consumerName();
        BlockingQueue<Batch> toKeys = new ArrayBlockingQueue<>(KEYS_QUEUE);
        BatchQueue toStore = new BatchQueue(STORE_QUEUE_TICKS);
        BlockingQueue<List<Batch>> toAcknowledge = new ArrayBlockingQueue<>(ACKNOWLEDGER_QUEUE);
        DatesSeen dates = new DatesSeen();

        acknowledger = new Acknowledger(redis, name, toAcknowledge, inFlight, tally);
        store = new StoreWriter(settings.persistence(), toStore, toAcknowledge, inFlight, tally);
        keys = new KeysWriter(settings, toKeys, toStore, tally);
        heartbeat = new Heartbeat(redis, name, timing.aliveTtl(), tally);

        acknowledgerThread = new Worker("acknowledger", acknowledger, stop);
        storeThread = new Worker("store-writer", store, stop);
        keysThread = new Worker("keys-writer", keys, stop);
        instrumentsThread = new Worker(
                "instruments",
                new InstrumentWatch(redis, timing.instrumentsInterval(), dates, toStore, stop, tally),
                stop);
        heartbeatThread = new Worker("heartbeat", heartbeat, stop);
        readerThread = new Worker(
                "reader",
                new StreamConsumer(
                        redis, name, timing.deadAfter(), inFlight, toKeys, stop, clock, tally, dates, keys::refresh),
                stop);

        tally.counters().gauge("in_flight", "batches read and not acknowledged", () -> "" + inFlight.count());
        tally.counters().gauge("keys_queue", "batches waiting for the Redis keys", () -> "" + toKeys.size());
        tally.counters().gauge("store_queue", "batches waiting for SQLite", () -> "" + toStore.size());
    }

    /** Opens the database, so that one that can't be used is said before anything is read; then starts the threads. */
    void start(Clock clock) {
        store.open(clock);
        for (Worker worker : List.of(
                acknowledgerThread, storeThread, keysThread, instrumentsThread, heartbeatThread, readerThread)) {
            worker.start();
        }
    }

    /**
     * Ends the threads in the order of the data's way, so that what was read is stored and acknowledged. Takes 8 s at
     * the most.
     */
    @Override
    public void close() {
        readerThread.close(Duration.ofMillis(1200));
        instrumentsThread.close(Duration.ofMillis(300));
        keys.drain();
        keysThread.close(Duration.ofMillis(1500));
        store.drain();
        storeThread.close(Duration.ofMillis(2500));
        acknowledger.drain();
        acknowledgerThread.close(Duration.ofMillis(800));
        heartbeat.end();
        heartbeatThread.close(Duration.ofMillis(300));
    }

    /** Batches that were read and neither stored nor acknowledged: Redis keeps them pending. */
    int leftUndone() {
        return inFlight.count();
    }
}
