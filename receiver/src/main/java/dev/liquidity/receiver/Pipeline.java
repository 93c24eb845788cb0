package dev.liquidity.receiver;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.RedisOutage;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.BatchQueue;
import dev.liquidity.receiver.batch.InFlight;
import dev.liquidity.receiver.consume.Acknowledger;
import dev.liquidity.receiver.consume.DatesSeen;
import dev.liquidity.receiver.consume.Heartbeat;
import dev.liquidity.receiver.consume.InstrumentWatch;
import dev.liquidity.receiver.consume.StreamConsumer;
import dev.liquidity.receiver.keys.KeysWriter;
import dev.liquidity.receiver.store.StoreWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The threads and the queues between them. They start last to first and close first to last, so that what was read is
 * stored and acknowledged.
 */
final class Pipeline implements AutoCloseable {
    private static final int KEYS_QUEUE_BATCHES = 4;

    /** As many as one commit takes, so that the next commit is collected during this one. */
    private static final int STORE_QUEUE_TICKS = 20_000;

    private static final int ACKNOWLEDGER_QUEUE_COMMITS = 4;

    /**
     * How long each thread may take to finish what it has before it is interrupted, in milliseconds. Together with the
     * 500 ms that an interrupted thread has, they add up to 8.5 s: a stop takes at most 10 s even if Redis answers
     * nobody and the disk no commit.
     */
    private static final int READER_MILLIS = 1000;

    private static final int KEYS_MILLIS = 1500;
    private static final int STORE_MILLIS = 2000;
    private static final int ACKNOWLEDGER_MILLIS = 600;
    private static final int HEARTBEAT_MILLIS = 300;
    private static final int INSTRUMENTS_MILLIS = 100;

    private final InFlight inFlight = new InFlight();
    private final StoreWriter store;
    private final Worker reader;
    private final Worker instruments;
    private final Worker keysWriter;
    private final Worker storeWriter;
    private final Worker acknowledger;
    private final Worker heartbeat;

    Pipeline(Settings settings, Timing timing, InstantSource clock, Counters counters, StopSignal stop) {
        Settings.Redis redis = settings.redis();
        BlockingQueue<Batch> toKeys = new ArrayBlockingQueue<>(KEYS_QUEUE_BATCHES);
        BatchQueue toStore = new BatchQueue(STORE_QUEUE_TICKS);
        BlockingQueue<List<Batch>> toAcknowledge = new ArrayBlockingQueue<>(ACKNOWLEDGER_QUEUE_COMMITS);
        DatesSeen dates = new DatesSeen();
        RedisOutage outage = new RedisOutage("entries wait in the stream", counters);

        reader = new Worker(
                "reader",
                new StreamConsumer(redis, timing.deadAfter(), inFlight, dates, toKeys, clock, outage, counters),
                stop);
        instruments = new Worker(
                "instruments", new InstrumentWatch(redis, timing.instrumentsInterval(), dates, toStore, outage), stop);
        keysWriter = new Worker("keys-writer", new KeysWriter(settings, toKeys, toStore, outage, counters), stop);
        store = new StoreWriter(settings.persistence(), toStore, toAcknowledge, inFlight, counters);
        storeWriter = new Worker("store-writer", store, stop);
        acknowledger =
                new Worker("acknowledger", new Acknowledger(redis, toAcknowledge, inFlight, outage, counters), stop);
        heartbeat = new Worker("heartbeat", new Heartbeat(redis, timing.aliveTtl(), outage), stop);

        counters.gauge("in_flight", "batches read and not acknowledged", () -> "" + inFlight.count());
        counters.gauge("keys_queue", "batches waiting for the Redis keys", () -> "" + toKeys.size());
        counters.gauge("store_queue", "batches waiting for SQLite", () -> "" + toStore.size());
    }

    /**
     * Opens the database, so that one that can't be used ends the program before anything is read, and starts the
     * threads.
     */
    void start(InstantSource clock) {
        store.open(clock);
        for (Worker worker : List.of(heartbeat, acknowledger, storeWriter, keysWriter, instruments, reader)) {
            worker.start();
        }
    }

    /** Ends the threads in the order of the data's way. */
    @Override
    public void close() {
        instruments.requestClose();
        close(reader, READER_MILLIS);
        close(instruments, INSTRUMENTS_MILLIS);
        close(keysWriter, KEYS_MILLIS);
        close(storeWriter, STORE_MILLIS);
        close(acknowledger, ACKNOWLEDGER_MILLIS);
        close(heartbeat, HEARTBEAT_MILLIS);
    }

    private static void close(Worker worker, int millis) {
        worker.close(Duration.ofMillis(millis));
    }

    /** Batches that were read and not acknowledged: Redis keeps them pending. */
    int leftUndone() {
        return inFlight.count();
    }
}
