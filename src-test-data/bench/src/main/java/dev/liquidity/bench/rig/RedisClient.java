package dev.liquidity.bench.rig;

import dev.liquidity.common.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/** A client of the Redis under test. Not thread-safe: used by one thread only. */
public final class RedisClient implements AutoCloseable {
    public static final String STREAM = "ticks:raw";
    public static final String GROUP = "tick_processors";

    private static final int READ_MILLIS = 20_000;

    private final Connection connection;

    public RedisClient(int port) {
        connection = new Connection("127.0.0.1", port);
        connection.setSoTimeout(READ_MILLIS);
    }

    /** One command; the reply as Redis sends it. */
    public Object ask(String command, Object... arguments) {
        CommandArguments all = new CommandArguments(Command.valueOf(command));
        Arrays.stream(arguments).forEach(argument -> all.add(argument.toString()));
        return connection.executeCommand(all);
    }

    /** Sends a command without waiting for its reply; {@link #reply} takes that. */
    public void send(CommandArguments command) {
        connection.sendCommand(command);
    }

    /** The next reply. */
    public Object reply() {
        return connection.getOne();
    }

    /**
     * Creates the group that the connector looks at, so that the stream's entries can count as stored without a
     * receiver.
     */
    public void createGroup() {
        ask("XGROUP", "CREATE", STREAM, GROUP, "0", "MKSTREAM");
    }

    /** Makes everything in the stream count as stored. */
    public void storeAll() {
        ask("XGROUP", "SETID", STREAM, GROUP, "$");
    }

    /** The stream's last ID; {@link StreamId#ZERO} without a stream. */
    public StreamId top() {
        return (Long) ask("EXISTS", STREAM) == 0
                ? StreamId.ZERO
                : StreamId.parse((byte[]) field((List<?>) ask("XINFO", "STREAM", STREAM), "last-generated-id"));
    }

    /** True if the group has acknowledged everything. */
    public boolean isAllAcknowledged() {
        for (Object group : (List<?>) ask("XINFO", "GROUPS", STREAM)) {
            List<?> info = (List<?>) group;
            if ((Long) field(info, "pending") > 0
                    || !StreamId.parse((byte[]) field(info, "last-delivered-id"))
                            .equals(top())) {
                return false;
            }
        }
        return true;
    }

    /** Bytes that all of its data takes, as its allocator counts. */
    public long usedMemory() {
        return Long.parseLong(info("memory", "used_memory"));
    }

    /** The server's version. */
    public String version() {
        return info("server", "redis_version");
    }

    private String info(String section, String name) {
        String text = new String((byte[]) ask("INFO", section), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private static Object field(List<?> pairs, String name) {
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            if (name.equals(new String((byte[]) pairs.get(i), StandardCharsets.UTF_8))) {
                return pairs.get(i + 1);
            }
        }
        throw new IllegalStateException("XINFO without " + name);
    }

    @Override
    public void close() {
        connection.close();
    }
}
