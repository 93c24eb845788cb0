package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.connector.kite.login.SessionProvider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;

/**
 * The sockets of one recording, each with a thread that keeps it connected. Opened once, closed once, by one thread.
 */
public final class TickerSockets implements AutoCloseable {
    /** For all sockets together: as long as one waits for its server's answer, and a little more. */
    private static final long CLOSE_NANOS = Duration.ofMillis(1_900).toNanos();

    private static final long READERS_MILLIS = 200;

    private final OkHttpClient client;
    private final List<Worker> workers = new ArrayList<>();
    private final List<TickerSocket> sockets = new ArrayList<>();
    private final List<GapWatch> gaps = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    /**
     * Opens them.
     *
     * @param silentSinceMicros since when ticks have been missed, or the present; microseconds since the epoch
     * @param silenceReason why they have; null if none were
     * @param nanos by which missing ticks are noticed, as {@link System#nanoTime}
     */
    public TickerSockets(
            Settings settings,
            SessionProvider sessions,
            Selection selection,
            long silentSinceMicros,
            String silenceReason,
            FrameSink sink,
            InstantSource clock,
            LongSupplier nanos,
            StopSignal stop)
            throws InterruptedException {
        client = new OkHttpClient.Builder()
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofSeconds(10))
                .followRedirects(false)
                .build();
        MarketHours hours = new MarketHours(settings.calendar());
        for (List<Instrument> shard : selection.shards()) {
            int number = sockets.size() + 1;
            Subscription subscription =
                    new Subscription(shard, settings.connector().tickMode());
            GapWatch watch = new GapWatch(number, subscription::size, sink, clock, silentSinceMicros, silenceReason);
            TickerSocket socket = new TickerSocket(
                    number,
                    settings.connector(),
                    sessions,
                    session -> {
                        TickerConnection connection = new TickerConnection(number, subscription, watch);
                        connection.open(client, settings.zerodha().tickerUrl(), session);
                        return connection;
                    },
                    clock,
                    new TickWatchdog(hours, clock, nanos, watch::onMissingFrames));
            sockets.add(socket);
            gaps.add(watch);
            subscriptions.add(subscription);
            workers.add(new Worker("socket-" + number, socket, stop));
        }
        workers.forEach(Worker::start);
    }

    /** Subscribes more instruments on the open sockets, the emptiest first. Called by one thread only. */
    public void subscribe(List<Instrument> instruments) {
        List<Subscription> emptiest = new ArrayList<>(subscriptions);
        emptiest.sort(Comparator.comparingInt(Subscription::size));
        int count = emptiest.size();
        for (int first = 0; first < count; first++) {
            int at = first;
            emptiest.get(at)
                    .add(IntStream.range(0, instruments.size())
                            .filter(index -> index % count == at)
                            .mapToObj(instruments::get)
                            .toList());
        }
    }

    /** {@code 1:up,2:up,3:down}. */
    public String states() {
        List<String> states = new ArrayList<>();
        for (TickerSocket socket : sockets) {
            states.add((states.size() + 1) + ":" + socket.state().name().toLowerCase(Locale.ROOT));
        }
        return String.join(",", states);
    }

    /** Closes them side by side, within about 2 s, and records the gaps that are open at the end. */
    @Override
    public void close() {
        workers.forEach(Worker::requestClose);
        long deadline = System.nanoTime() + CLOSE_NANOS;
        workers.forEach(worker -> worker.close(Duration.ofNanos(deadline - System.nanoTime())));
        endReaders();
        gaps.forEach(GapWatch::onEnd);
        client.connectionPool().evictAll();
    }

    /** A reader that still waits for room drops its frame now, so that the gaps have it. */
    private void endReaders() {
        ExecutorService readers = client.dispatcher().executorService();
        readers.shutdownNow();
        try {
            readers.awaitTermination(READERS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
