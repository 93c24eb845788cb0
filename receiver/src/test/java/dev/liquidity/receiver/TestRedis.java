package dev.liquidity.receiver;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.common.tick.Tick;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A real redis-server on a free port, without persistence, and a connection to look at it with. */
public final class TestRedis implements AutoCloseable {
    private final int port = freePort();
    private final String[] settings;
    private final TickWriter json = new TickWriter();
    private RedisServer server;
    private Connection connection;

    public TestRedis(String... settings) {
        this.settings = settings;
        start();
    }

    public void start() {
        try {
            RedisServerBuilder builder = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no");
            for (String setting : settings) {
                builder.setting(setting);
            }
            server = builder.build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it; what it held is gone. */
    public void stop() {
        RedisConnections.close(connection);
        connection = null;
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public Settings.Redis settings(String consumerName) {
        return new Settings.Redis(
                "127.0.0.1", port, 0, null, null, false, "ticks:raw", "tick_processors", consumerName, 100_000);
    }

    /** Runs a command and gives its reply, bytes as text. */
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
        return (String) call(Command.XADD, "ticks:raw", id, "data", data);
    }

    /** Adds ticks under the IDs {@code 1763786701000-i}, in one pipeline. */
    public void addAll(int from, int to, IntFunction<Tick> tick) {
        for (int first = from; first <= to; first += 1000) {
            int last = Math.min(to, first + 999);
            for (int i = first; i <= last; i++) {
                connection()
                        .sendCommand(new CommandArguments(Command.XADD)
                                .add("ticks:raw")
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

    /** Entries that were delivered to some consumer of the group and not acknowledged. */
    public long pending(String stream) {
        return (Long) ((List<?>) call(Command.XPENDING, stream, "tick_processors")).get(0);
    }

    /** Entries of the stream that the group has not acknowledged, delivered or not. */
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

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
