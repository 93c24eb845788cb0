package dev.liquidity.receiver;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisCluster;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/** A real redis-server on a free port, without persistence, and a connection to look into it. Not thread-safe. */
public final class TestRedis implements AutoCloseable {
    /** The stream of ticks. */
    public static final String STREAM = "ticks:raw";

    /** The group of consumers. */
    public static final String GROUP = "tick_processors";

    private final RedisServer server;
    private final TickWriter json = new TickWriter();
    private Connection connection;

    public TestRedis(String... configuration) {
        try {
            server = RedisServer.launch(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again after {@link #stop()}. */
    public void start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it; it loses what it holds. */
    public void stop() {
        RedisConnections.close(connection);
        connection = null;
        server.stop();
    }

    /** Freezes it: its connections stay open and get no reply. */
    public void freeze() throws IOException {
        server.freeze();
    }

    public void thaw() throws IOException {
        server.thaw();
    }

    public int port() {
        return server.port();
    }

    public Settings.Redis settings(String consumerName) {
        return new Settings.Redis(
                server.host(),
                server.port(),
                0,
                null,
                null,
                false,
                STREAM,
                GROUP,
                consumerName,
                100_000,
                Settings.Keep.UNSTORED,
                null,
                List.of());
    }

    /** Settings for a cluster of which one node is named. */
    public static Settings.Redis settings(RedisCluster cluster) {
        return new Settings.Redis(
                "nowhere",
                1,
                0,
                null,
                null,
                false,
                "{ticks}:raw",
                GROUP,
                "receiver_1",
                1000,
                Settings.Keep.UNSTORED,
                null,
                List.of("127.0.0.1:" + cluster.servers().get(0).port()));
    }

    /** Runs a command and returns its reply, with text for bytes. */
    public Object call(Command command, Object... arguments) {
        CommandArguments line = new CommandArguments(command);
        for (Object argument : arguments) {
            if (argument instanceof byte[] bytes) {
                line.add(bytes);
            } else {
                line.add(argument.toString());
            }
        }
        return text(connection().executeCommand(line));
    }

    public long number(Command command, Object... arguments) {
        return (Long) call(command, arguments);
    }

    @SuppressWarnings("unchecked")
    public List<String> list(Command command, Object... arguments) {
        return (List<String>) call(command, arguments);
    }

    public String add(String id, Tick tick) {
        return add(id, json.write(tick));
    }

    public String add(String id, byte[] data) {
        return (String) call(Command.XADD, STREAM, id, "data", data);
    }

    /** Adds ticks under the IDs {@code 1763786701000-i}, in one pipeline. */
    public void addAll(int from, int to, IntFunction<Tick> tick) {
        for (int first = from; first <= to; first += 1000) {
            int last = Math.min(to, first + 999);
            for (int i = first; i <= last; i++) {
                connection()
                        .sendCommand(new CommandArguments(Command.XADD)
                                .add(STREAM)
                                .add("1763786701000-" + i)
                                .add("data")
                                .add(json.write(tick.apply(i))));
            }
            for (Object reply : connection().getMany(last - first + 1)) {
                if (reply instanceof RuntimeException error) {
                    throw error;
                }
            }
        }
    }

    /** Number of entries that were delivered to a consumer of the group and not acknowledged. */
    public long pending(String stream) {
        return (Long) ((List<?>) call(Command.XPENDING, stream, GROUP)).get(0);
    }

    /** Waits until the group has acknowledged all ticks. */
    public void awaitAcknowledged() {
        Await.until("all is acknowledged", () -> isAllAcknowledged(STREAM));
    }

    /** Whether the group has acknowledged every entry of a stream. */
    public boolean isAllAcknowledged(String stream) {
        for (Object group : (List<?>) call(Command.XINFO, "GROUPS", stream)) {
            List<?> fields = (List<?>) group;
            String lastDelivered = (String) fields.get(fields.indexOf("last-delivered-id") + 1);
            List<?> undelivered = (List<?>) call(Command.XRANGE, stream, "(" + lastDelivered, "+", "COUNT", 1);
            return undelivered.isEmpty() && pending(stream) == 0;
        }
        return false;
    }

    private Connection connection() {
        if (connection == null) {
            connection = RedisConnections.open(settings("test"), "test");
        }
        return connection;
    }

    private static Object text(Object reply) {
        if (reply instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (reply instanceof List<?> list) {
            List<Object> texts = new ArrayList<>();
            list.forEach(item -> texts.add(text(item)));
            return texts;
        }
        return reply;
    }

    @Override
    public void close() {
        RedisConnections.close(connection);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
