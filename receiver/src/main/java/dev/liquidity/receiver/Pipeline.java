package dev.liquidity.receiver;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.MarketHours;
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
import dev.liquidity.receiver.consume.WriterWatch;
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
    /** As many as are written to the keys together, so that they are read while others are written. */
    private static final int KEYS_QUEUE_TICKS = 16_000;

    /** As many as are handed over by one write of the keys, so that it need not wait for the store. */
    private static final int STORE_QUEUE_TICKS = 16_000;

    private static final int ACKNOWLEDGER_QUEUE_COMMITS = 4;

    /**
     * A thread of the pipeline.
     *
     * @param patience how long it may take at the stop to finish what it has, before it is interrupted. With the 500 ms
     *     of each interrupted thread, all of them add up to 8.7 s: a stop takes less than 10 s even if Redis answers
     *     nobody and the disk takes no commit.
     */
    private record Stage(Worker worker, Duration patience) {}

    private final InFlight inFlight = new InFlight();
    private final StopSignal stop;
    private final StoreWriter store;

    /** In the order of the data's way. */
    private final List<Stage> stages;

    Pipeline(Settings settings, Timing timing, InstantSource clock, Counters counters, StopSignal stop) {
        this.stop = stop;
        Settings.Redis redis = settings.redis();
        BatchQueue toKeys = new BatchQueue(KEYS_QUEUE_TICKS);
        BatchQueue toStore = new BatchQueue(STORE_QUEUE_TICKS);
        BlockingQueue<List<Batch>> toAcknowledge = new ArrayBlockingQueue<>(ACKNOWLEDGER_QUEUE_COMMITS);
        DatesSeen dates = new DatesSeen();
        RedisOutage outage = new RedisOutage("entries wait in the stream", counters);

        StreamConsumer consumer =
                new StreamConsumer(redis, timing.deadAfter(), inFlight, dates, toKeys, clock, outage, counters);
        InstrumentWatch instruments = new InstrumentWatch(redis, timing.instrumentsInterval(), dates, toStore, outage);
        KeysWriter keys = new KeysWriter(settings, toKeys, toStore, outage, counters);
        store = new StoreWriter(settings.persistence(), toStore, toAcknowledge, inFlight, counters);
        Acknowledger acknowledger = new Acknowledger(redis, toAcknowledge, inFlight, outage, counters);
        WriterWatch writer = new WriterWatch(redis, new MarketHours(settings.calendar()), clock, consumer::entriesRead);
        Heartbeat heartbeat = new Heartbeat(redis, timing.aliveTtl(), writer, outage);
        stages = List.of(
                stage("reader", consumer, 1000),
                stage("instruments", instruments, 300),
                stage("keys-writer", keys, 1500),
                stage("store-writer", store, 2000),
                stage("acknowledger", acknowledger, 600),
                stage("heartbeat", heartbeat, 300));

        counters.rate("rate", "ticks that were stored, a second", "stored");
        counters.gauge("in_flight", "batches read and not acknowledged", inFlight::count);
        counters.gauge("keys_queue", "batches waiting for the Redis keys", toKeys::size);
        counters.gauge("store_queue", "batches waiting for SQLite", toStore::size);
    }

    private Stage stage(String name, Worker.Duty duty, int patienceMillis) {
        return new Stage(new Worker(name, duty, stop), Duration.ofMillis(patienceMillis));
    }

    /**
     * Opens the database, so that one that can't be used ends the program before anything is read, and starts the
     * threads.
     */
    void start(InstantSource clock) {
        store.open(clock);
        for (int i = stages.size() - 1; i >= 0; i--) {
            stages.get(i).worker.start();
        }
    }

    @Override
    public void close() {
        for (Stage stage : stages) {
            stage.worker.close(stage.patience);
        }
    }

    /** Number of batches that were read and not acknowledged: Redis keeps them pending. */
    int leftUndone() {
        return inFlight.count();
    }
}
