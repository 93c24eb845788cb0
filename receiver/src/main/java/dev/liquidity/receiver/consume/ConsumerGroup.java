package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisConnections;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The group's commands on the two streams, of ticks and of feed gaps, for one consumer. Redis 6.0 knows all of them.
 * Immutable; the connection is the caller's.
 */
final class ConsumerGroup {
    /** A cursor: entries that no consumer has got yet. */
    static final byte[] NEW = ascii(">");

    /** A cursor: this consumer's pending entries from the first on. */
    static final byte[] FIRST_PENDING = ascii("0");

    private static final byte[] GROUP = ascii("GROUP");
    private static final byte[] COUNT = ascii("COUNT");
    private static final byte[] BLOCK = ascii("BLOCK");
    private static final byte[] STREAMS = ascii("STREAMS");

    private final byte[] ticks;
    private final byte[] gaps;
    private final byte[] group;
    private final byte[] consumer;

    ConsumerGroup(Settings.Redis redis, String consumerName) {
        ticks = utf8(redis.streamName());
        gaps = utf8(Keys.gaps(redis.streamName()));
        group = utf8(redis.consumerGroup());
        consumer = utf8(consumerName);
    }

    byte[] ticks() {
        return ticks;
    }

    byte[] gaps() {
        return gaps;
    }

    /** Creates the group on both streams, from their first entry on; one that exists stays as it is. */
    void create(Connection connection) {
        create(connection, ticks);
        create(connection, gaps);
    }

    private void create(Connection connection, byte[] stream) {
        try {
            connection.executeCommand(new CommandArguments(Command.XGROUP)
                    .add("CREATE")
                    .add(stream)
                    .add(group)
                    .add("0")
                    .add("MKSTREAM"));
        } catch (JedisDataException e) {
            // One that exists must be readable also when there is no memory to create another: reading is what frees
            // it.
            String code = RedisConnections.code(e);
            if (!"BUSYGROUP".equals(code) && !"OOM".equals(code)) {
                throw e;
            }
        }
    }

    /**
     * Reads both streams.
     *
     * @param blockMillis how long to wait for a new entry; pending ones are never waited for
     * @return the reply as Redis structures it, or null when there is nothing new
     */
    List<?> read(Connection connection, byte[] tickCursor, byte[] gapCursor, int count, int blockMillis) {
        return (List<?>) connection.executeCommand(new CommandArguments(Command.XREADGROUP)
                .add(GROUP)
                .add(group)
                .add(consumer)
                .add(COUNT)
                .add(count)
                .add(BLOCK)
                .add(blockMillis)
                .add(STREAMS)
                .add(ticks)
                .add(gaps)
                .add(tickCursor)
                .add(gapCursor));
    }

    /** Asks for an acknowledgement, whose reply the caller fetches. */
    void sendAcknowledgement(Connection connection, byte[] stream, List<byte[]> ids) {
        CommandArguments command =
                new CommandArguments(Command.XACK).add(stream).add(group);
        for (byte[] id : ids) {
            command.add(id);
        }
        connection.sendCommand(command);
    }

    /** The group's consumers: for each a list of names and values in turn. */
    List<?> consumers(Connection connection, byte[] stream) {
        return (List<?>) connection.executeCommand(
                new CommandArguments(Command.XINFO).add("CONSUMERS").add(stream).add(group));
    }

    /** Pending entries of a consumer, each a list of ID, consumer, idle milliseconds and deliveries. */
    List<?> pending(Connection connection, byte[] stream, byte[] from, int count, byte[] owner) {
        return (List<?>) connection.executeCommand(new CommandArguments(Command.XPENDING)
                .add(stream)
                .add(group)
                .add(from)
                .add("+")
                .add(count)
                .add(owner));
    }

    /**
     * Makes pending entries this consumer's own, of those that have been idle for so long.
     *
     * @return the IDs that are its own now
     */
    List<?> claim(Connection connection, byte[] stream, long minIdleMillis, List<byte[]> ids) {
        CommandArguments command = new CommandArguments(Command.XCLAIM)
                .add(stream)
                .add(group)
                .add(consumer)
                .add(minIdleMillis);
        for (byte[] id : ids) {
            command.add(id);
        }
        return (List<?>) connection.executeCommand(command.add("JUSTID"));
    }

    /** Whether an error says that the group is gone, with its stream or without. */
    static boolean isGone(JedisDataException error) {
        String code = RedisConnections.code(error);
        return "NOGROUP".equals(code) || "UNBLOCKED".equals(code);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
