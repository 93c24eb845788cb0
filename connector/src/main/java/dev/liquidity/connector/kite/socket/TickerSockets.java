package dev.liquidity.connector.kite.socket;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.connector.kite.instruments.Shard;
import dev.liquidity.connector.kite.login.SessionProvider;
import dev.liquidity.connector.kite.rest.KiteSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;

/** A session's sockets, each with a thread that keeps it connected. Opened once, closed once. */
public final class TickerSockets implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final FrameSink sink;
    private final InstantSource clock;
    private final OkHttpClient client;
    private final List<Worker> workers = new ArrayList<>();
    private final List<TickerSocket> sockets = new ArrayList<>();
    private final List<SilenceWatch> silences = new ArrayList<>();

    /**
     * Opens them.
     *
     * @param silentSinceMicros the last message of an earlier run of this session, or the present
     * @param silenceReason why nothing came since; null when nothing is amiss
     */
    public TickerSockets(
            Settings settings,
            SessionProvider sessions,
            Selection selection,
            long silentSinceMicros,
            String silenceReason,
            FrameSink sink,
            InstantSource clock,
            StopSignal stop)
            throws InterruptedException {
        this.sink = sink;
        this.clock = clock;
        client = new OkHttpClient.Builder()
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofSeconds(10))
                .followRedirects(false)
                .build();
        KiteSession session = sessions.current();
        for (Shard shard : selection.shards()) {
            int number = sockets.size() + 1;
            Subscription subscription =
                    new Subscription(shard.instruments(), settings.connector().tickMode());
            SilenceWatch silence = new SilenceWatch(number, subscription.size(), silentSinceMicros, silenceReason);
            TickerSocket socket = new TickerSocket(
                    number,
                    settings.zerodha().tickerUrl(),
                    settings.connector(),
                    client,
                    sessions,
                    session,
                    subscription,
                    silence,
                    sink,
                    clock);
            sockets.add(socket);
            silences.add(silence);
            workers.add(new Worker("socket-" + number, socket, stop));
        }
        workers.forEach(Worker::start);
    }

    /** {@code 1:up,2:up,3:down}. */
    public String states() {
        List<String> states = new ArrayList<>();
        for (TickerSocket socket : sockets) {
            states.add((states.size() + 1) + ":" + socket.state().name().toLowerCase(Locale.ROOT));
        }
        return states.stream().collect(Collectors.joining(","));
    }

    /** Closes them, and tells the gaps that are open at the end. */
    @Override
    public void close() {
        workers.forEach(Worker::requestClose);
        workers.forEach(worker -> worker.close(CLOSE_PATIENCE));
        long now = EpochMicros.of(clock.instant());
        silences.forEach(silence -> silence.onEnd(now).ifPresent(sink::onGap));
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
