package dev.liquidity.connector;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.journal.JournaledInstruments;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.status.Disk;
import dev.liquidity.common.stream.ClusterModeException;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.journal.FrameRecorder;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.journal.JournalKeeper;
import dev.liquidity.connector.journal.JournalWriter;
import dev.liquidity.connector.kite.socket.FrameSink;
import dev.liquidity.connector.publish.StoredMark;
import dev.liquidity.connector.publish.StreamPublisher;
import dev.liquidity.connector.queue.Arrival;
import dev.liquidity.connector.queue.ArrivalQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tick's way from the sockets to the stream: the queue, the journal, the publisher and their threads. Lives as long
 * as the process.
 */
final class Recorder implements FrameSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final long QUEUE_BYTES = 16 << 20;
    private static final Duration CLOCK_STEP = Duration.ofMinutes(1);
    private static final Duration REDIS_PATIENCE = Duration.ofSeconds(5);
    private static final Duration JOURNAL_PATIENCE = Duration.ofMillis(2500);
    private static final Duration KEEPER_PATIENCE = Duration.ofMillis(300);
    private static final Duration PUBLISHER_PATIENCE = Duration.ofSeconds(3);

    private final Settings settings;
    private final InstantSource clock;
    private final long commitSeconds;
    private final Journal journal;
    private final StoredMark stored;
    private final List<Instrument> taken;
    private final Counters counters;
    private final JournalWriter writer;
    private final ArrivalQueue queue;
    private final AtomicLong gaps = new AtomicLong();
    private final StreamPublisher publisher;
    private final Worker recording;
    private final Worker publishing;
    private final Worker keeping;

    private Recorder(Settings settings, Journal journal, InstantSource clock, Counters counters, StopSignal stop)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.journal = journal;
        this.counters = counters;
        taken = isOfToday(journal.lastArrivalAtStartMicros())
                ? JournaledInstruments.last(journal, journal.lastId())
                : List.of();
        stored = StoredMark.load(settings.connector().journalDir());
        queue = new ArrivalQueue(QUEUE_BYTES, settings.connector().stallTimeout());
        writer = new JournalWriter(journal, counters);
        counters.gauge("queue", "bytes between the sockets and the journal", queue::weight);
        publisher =
                new StreamPublisher(settings.redis(), settings.persistence().redisKeyTtl(), journal, stored, counters);
        publishing = new Worker("publisher", publisher, stop);
        recording = new Worker("journal", new FrameRecorder(queue, writer, counters), stop);
        JournalKeeper keeper = new JournalKeeper(
                writer,
                journal,
                stored::get,
                settings.connector().journalKeepDays(),
                clock,
                settings.persistence().minFreeBytes(),
                () -> Disk.freeBytes(journal.directory()));
        keeping = new Worker("journal-keeper", keeper, stop);
        counters.total("dropped", "frames that the queue could not hold", queue::dropped);
        counters.gauge(
                "stream_behind",
                "how long the journal's first tick that is not in the stream has been waiting",
                "s",
                () -> publisher.secondsToStream(EpochMicros.of(clock.instant())));
        commitSeconds = settings.persistence().dumpInterval().toSeconds();
        counters.gauge(
                "store_behind",
                "how much longer than a commit interval the stream's first tick that is not stored has been waiting",
                "s",
                this::storeBehindSeconds);
        Path directory = settings.connector().journalDir();
        counters.figure("gaps", "intervals in which ticks could not arrive", gaps::get);
        counters.figure("unstored", "ticks in the stream that are not in SQLite", publisher::unstoredTicks);
        counters.figure("unpublished_bytes", "bytes of the journal that are not in the stream", publisher::bytesBehind);
        counters.figure("journal_bytes", "size of the journal", () -> Disk.bytesIn(directory));
        counters.figure("disk_free_bytes", "room where the journal is", () -> Disk.freeBytes(directory));
    }

    /**
     * Opens the journal and Redis, and starts the threads.
     *
     * @throws InterruptedException if a stop is requested meanwhile
     * @throws UserException if the journal or Redis can't be used, or another connector writes the stream
     */
    static Recorder open(Settings settings, InstantSource clock, Counters counters, StopSignal stop)
            throws InterruptedException, IOException {
        Journal journal = Journal.open(settings.connector().journalDir());
        Recorder recorder = null;
        try {
            recorder = new Recorder(settings, journal, clock, counters, stop);
            recorder.connect(stop);
            recorder.tellOfIdsAhead();
            recorder.recording.start();
            recorder.publishing.start();
            recorder.keeping.start();
            return recorder;
        } catch (RuntimeException | InterruptedException | IOException e) {
            journal.close();
            throw e;
        }
    }

    /**
     * Connects to Redis before the first tick is journaled, so that no tick gets an ID that the stream has passed. If
     * Redis does not come soon, goes on without it, unless this is a first start, or the server's cluster mode is not
     * the one that is configured: no tick is lost, and the last ID of the journal is at least as high as the stream's,
     * or else the publisher puts the ticks in their places.
     */
    private void connect(StopSignal stop) throws InterruptedException, IOException {
        RedisConnection connection = null;
        try {
            connection = RedisConnections.openWithin(REDIS_PATIENCE, settings.redis(), "connector", stop);
            if (connection == null) {
                throw new InterruptedException("a stop was requested while waiting for Redis");
            }
            publisher.start(connection, stop);
        } catch (UserException e) {
            RedisConnections.close(connection);
            if (connection != null || isFirstStart() || e instanceof ClusterModeException) {
                throw e;
            }
            LOG.error("{}; ticks are recorded in the journal, and published once it is there", e.getMessage());
        }
    }

    private void tellOfIdsAhead() {
        Instant last = Instant.ofEpochMilli(journal.lastId().millis());
        if (last.isAfter(clock.instant().plus(CLOCK_STEP))) {
            LOG.warn(
                    Notice.TELL,
                    "The IDs of journal and stream are ahead of the clock, at {}: until that time, ticks get IDs that"
                            + " go on from there and tell their order only; received_at tells when they came",
                    Ist.format(EpochMicros.of(last)));
        }
    }

    /**
     * Whether no earlier run has recorded anything: the journal is empty, and none of its ticks was ever stored. Then
     * whatever is wrong was most likely written wrong, by somebody who waits for an answer.
     */
    boolean isFirstStart() {
        return lastArrivalAtStartMicros() == 0 && stored.get().equals(StreamId.ZERO);
    }

    /** What an earlier run recorded today. */
    List<Instrument> takenToday() {
        return isOfToday(lastArrivalAtStartMicros()) ? taken : List.of();
    }

    /** What it has done so far. */
    DayReport.Figures figures() {
        return new DayReport.Figures(
                writer.ticks(),
                gaps.get(),
                counters.faultCount(),
                journal.bytes(),
                Disk.freeBytes(journal.directory()));
    }

    /** True if a time, in microseconds since the epoch, is on the present day in India. */
    boolean isOfToday(long micros) {
        return Ist.date(micros).equals(Ist.date(clock.instant()));
    }

    /** @return when the last frame of an earlier run arrived, in microseconds since the epoch; 0 without one */
    long lastArrivalAtStartMicros() {
        return journal.lastArrivalAtStartMicros();
    }

    /** Journals what the tokens of the frames to come mean. */
    void begin(List<Instrument> instruments) {
        queue.put(new Arrival.Instruments(instruments));
    }

    @Override
    public boolean onFrame(int socket, long arrivedAtMicros, byte[] bytes) {
        return queue.offer(new Arrival.Frame(socket, arrivedAtMicros, bytes));
    }

    @Override
    public void onGap(FeedGap gap) {
        gaps.incrementAndGet();
        queue.put(new Arrival.Gap(gap));
    }

    private long storeBehindSeconds() {
        return Math.max(0, publisher.secondsToStore(EpochMicros.of(clock.instant())) - commitSeconds);
    }

    /** How long the first tick that should be in the stream, or stored, has been waiting. Thread-safe. */
    long secondsBehind() {
        return Math.max(storeBehindSeconds(), publisher.secondsToStream(EpochMicros.of(clock.instant())));
    }

    /** True if all that arrived is in the stream. */
    boolean isPublished() {
        return queue.weight() == 0 && publisher.bytesBehind() == 0;
    }

    /**
     * Drains the queue into the journal and the journal into the stream, as far as that goes in time: 7 s at most, of
     * the 10 s that a stop may take.
     */
    @Override
    public void close() throws IOException {
        try (journal) {
            keeping.requestClose();
            recording.close(JOURNAL_PATIENCE);
            keeping.close(KEEPER_PATIENCE);
            publishing.close(PUBLISHER_PATIENCE);
        }
    }
}
