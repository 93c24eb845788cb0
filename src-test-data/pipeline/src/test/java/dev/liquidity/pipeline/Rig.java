package dev.liquidity.pipeline;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.ticker.Rate;
import dev.liquidity.sandbox.ticker.SocketReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.StreamGroupInfo;

/** Exchange, connector, Redis, receiver and store, all running; a fault can strike each of them. */
final class Rig implements AutoCloseable {
    static final String STREAM = "ticks:raw";
    static final String GROUP = "tick_processors";
    static final String CONNECTOR = "connector";
    static final String RECEIVER = "receiver_1";
    static final Duration PATIENCE = Duration.ofSeconds(100);

    private static final int REDIS_MILLIS = 3_000;
    private static final int SOCKETS = 3;
    private static final long STALLED_MILLIS = 1_500;
    private static final int QUIET_LOOKS = 10;

    private final Setup setup;
    private final SandboxExchange exchange;
    private final RedisServer redis;
    private final StoreView store;
    private final ChildProcess connector;
    private final Map<String, ChildProcess> receivers = new LinkedHashMap<>();

    private Rig(Setup setup) throws IOException {
        this.setup = setup;
        Files.createDirectories(setup.directory());
        exchange = SandboxExchange.start(new SandboxOptions()
                .rate(Rate.total(setup.ticksPerSecond()))
                .ledger(setup.directory().resolve("ledger.bin")));
        redis = setup.sentinels() != null
                ? setup.sentinels().master()
                : setup.cluster() != null
                        ? setup.cluster().owner()
                        : RedisServer.launch(
                                0,
                                setup.directory().resolve("redis"),
                                setup.redisConfiguration().toArray(String[]::new));
        store = new StoreView(setup.database());
        setup.writeConfig(exchange, redis);
        connector = program("connector", CONNECTOR, "--symbol", "NIFTY,BANKNIFTY", "--login-now");
    }

    private ChildProcess program(String jar, String name, String... flags) throws IOException {
        return Jar.of(jar, name, setup.directoryOf(name), setup.isUnread(), setup.config(), flags);
    }

    /** Starts all of it; ticks reach the store when this returns. */
    static Rig start(Setup setup) throws IOException {
        Rig rig = new Rig(setup);
        try {
            rig.connector.start();
            rig.receiver(RECEIVER).start();
            rig.awaitFlow();
            return rig;
        } catch (IOException | RuntimeException | AssertionError e) {
            System.out.println(rig.lastWords());
            rig.close();
            throw e;
        }
    }

    Setup setup() {
        return setup;
    }

    SandboxExchange exchange() {
        return exchange;
    }

    /** The server; with sentinels, the present master; in a cluster, the present one with the stream. */
    RedisServer redis() {
        return setup.sentinels() != null
                ? setup.sentinels().master()
                : setup.cluster() != null ? setup.cluster().owner() : redis;
    }

    StoreView store() {
        return store;
    }

    ChildProcess connector() {
        return connector;
    }

    ChildProcess receiver() throws IOException {
        return receiver(RECEIVER);
    }

    /** The receiver of a name, with its own logs and the same store; made when first asked for, and not started. */
    ChildProcess receiver(String name) throws IOException {
        ChildProcess receiver = receivers.get(name);
        if (receiver == null) {
            receiver = program("receiver", name, "--consumer-name", name);
            receivers.put(name, receiver);
        }
        return receiver;
    }

    /** Asks Redis on a connection of its own. */
    <T> T ask(Function<Jedis, T> question) {
        RedisServer asked = redis();
        try (Jedis jedis = new Jedis(
                new HostAndPort(asked.host(), asked.port()),
                DefaultJedisClientConfig.builder()
                        .password(setup.redisPassword())
                        .connectionTimeoutMillis(REDIS_MILLIS)
                        .socketTimeoutMillis(REDIS_MILLIS)
                        .build())) {
            return question.apply(jedis);
        }
    }

    /** Waits until a tick that arrives from now on is in the store. */
    void awaitFlow() {
        long begin = System.currentTimeMillis();
        exchange.flow().running(true);
        Await.until(
                "a tick that arrived after " + begin + " is in the store",
                PATIENCE,
                () -> StreamId.unpack(store.lastId()).millis() > begin);
    }

    /** Fails if ticks still reach the store: a fault that stops nothing proves nothing. */
    void expectStalled() {
        Await.until(
                "nothing reaches the store any more",
                () -> System.currentTimeMillis()
                                - StreamId.unpack(store.lastId()).millis()
                        > STALLED_MILLIS);
    }

    /** Waits until three sockets are open and each sends ticks that it had not sent before. */
    private void awaitSockets() {
        Map<Integer, Long> before =
                exchange.sockets().stream().collect(Collectors.toMap(SocketReport::id, SocketReport::ticks));
        exchange.flow().running(true);
        Await.until(
                "three sockets send ticks",
                PATIENCE,
                () -> exchange.sockets().stream()
                                .filter(socket ->
                                        socket.end() == null && socket.ticks() > before.getOrDefault(socket.id(), 0L))
                                .count()
                        == SOCKETS);
    }

    /**
     * Waits until every socket delivers again and its ticks are in the store; returns how long that took, in seconds.
     */
    double awaitRecovery() {
        long begin = System.nanoTime();
        awaitSockets();
        awaitFlow();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Waits until the exchange has sent this many more ticks. */
    void awaitSent(long more) {
        long target = exchange.sentTicks() + more;
        Await.until(more + " more ticks are sent", PATIENCE, () -> exchange.sentTicks() >= target);
    }

    /** Stops the ticks, and waits until all that was journaled is in the store and acknowledged. */
    void drain() {
        exchange.flow().running(false);
        long[] last = new long[2];
        Await.until("the exchange is silent", PATIENCE, () -> {
            last[1] = exchange.sentTicks() == last[0] ? last[1] + 1 : 0;
            last[0] = exchange.sentTicks();
            return last[1] >= QUIET_LOOKS;
        });
        int[] quiet = new int[1];
        Await.until("what was journaled is stored and acknowledged", PATIENCE, () -> {
            quiet[0] = isAcknowledged() ? quiet[0] + 1 : 0;
            if (quiet[0] < QUIET_LOOKS) {
                return false;
            }
            quiet[0] = 0;
            return JournalTicks.read(setup.journal()).lastId() <= store.lastId();
        });
    }

    /** True if the group has received and acknowledged every entry of the stream. */
    boolean isAcknowledged() {
        String stream = setup.cluster() == null ? STREAM : ClusterGroup.STREAM;
        return ask(jedis -> {
            StreamGroupInfo group = jedis.xinfoGroups(stream).stream()
                    .filter(info -> info.getName().equals(GROUP))
                    .findFirst()
                    .orElseThrow();
            return group.getPending() == 0
                    && Objects.equals(
                            group.getLastDeliveredId(),
                            jedis.xinfoStream(stream).getLastGeneratedId());
        });
    }

    /** Compares the store with the journal only. */
    Comparison compare() throws Exception {
        return Comparison.of(JournalTicks.read(setup.journal()), store);
    }

    /** Compares the store with ledger and journal. No ticks may flow, see {@link #drain}. */
    Verdict judge() throws Exception {
        exchange.flushLedger();
        return Verdict.of(exchange.ledger(), setup.journal(), store);
    }

    Path connectorLog() {
        return setup.directoryOf(CONNECTOR).resolve("logs/app-connector.log");
    }

    Path receiverLog() {
        return receiverLog(RECEIVER);
    }

    Path receiverLog(String name) {
        return setup.directoryOf(name).resolve("logs/app-receiver.log");
    }

    /** The last lines of all logs and outputs. */
    String lastWords() {
        return LastWords.of(setup.directory());
    }

    @Override
    public void close() {
        connector.close();
        receivers.values().forEach(ChildProcess::close);
        try {
            redis.kill();
            exchange.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
