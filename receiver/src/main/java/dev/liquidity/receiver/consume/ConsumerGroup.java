package dev.liquidity.receiver.consume;

import static redis.clients.jedis.util.SafeEncoder.encode;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.EntryHandler;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The group's commands on the streams of ticks and of feed gaps, for one consumer. They need Redis 6.0 or later.
 * Immutable; connections belong to the caller.
 */
final class ConsumerGroup {
    /** A cursor for entries that no consumer has been given. */
    static final byte[] NEW = encode(">");

    /** A cursor for this consumer's pending entries, from the first one on. */
    static final byte[] FIRST_PENDING = encode("0");

    private static final byte[] GROUP = encode("GROUP");
    private static final byte[] COUNT = encode("COUNT");
    private static final byte[] BLOCK = encode("BLOCK");
    private static final byte[] STREAMS = encode("STREAMS");

    private final byte[] ticks;
    private final byte[] gaps;
    private final byte[] group;
    private final byte[] consumer;

    ConsumerGroup(Settings.Redis redis) {
        ticks = encode(redis.streamName());
        gaps = encode(Keys.gaps(redis.streamName()));
        group = encode(redis.consumerGroup());
        consumer = encode(redis.consumerName());
    }

    byte[] ticks() {
        return ticks;
    }

    byte[] gaps() {
        return gaps;
    }

    /** Creates the group on both streams, from their first entry on, unless it exists. */
    void create(Connection connection) {
        create(connection, ticks);
        create(connection, gaps);
    }

    private void create(Connection connection, byte[] stream) {
        try {
            new Jedis(connection).xgroupCreate(stream, group, FIRST_PENDING, true);
        } catch (JedisDataException e) {
            // OOM: an existing group must stay readable, as acknowledged entries can then be trimmed.
            String code = RedisConnections.code(e);
            if (!"BUSYGROUP".equals(code) && !"OOM".equals(code)) {
                throw e;
            }
        }
    }

    /**
     * Reads both streams.
     *
     * @param blockMillis how long to wait for a new entry; a read of pending ones does not wait
     * @param handler is called for each entry, for none if there is no new one
     */
    void read(
            RedisConnection connection,
            byte[] tickCursor,
            byte[] gapCursor,
            int count,
            int blockMillis,
            EntryHandler handler) {
        connection.sendCommand(new CommandArguments(Command.XREADGROUP)
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
        connection.readEntries(handler);
    }

    /** Adds an acknowledgement to commands that are sent together. */
    void acknowledge(byte[] stream, List<byte[]> ids, CommandBuffer commands) {
        commands.begin(3 + ids.size());
        commands.bulk(Command.XACK.getRaw());
        commands.bulk(stream);
        commands.bulk(group);
        ids.forEach(commands::bulk);
    }

    /** Whether an error means that the group is gone, with or without its stream. */
    static boolean isGone(JedisDataException error) {
        String code = RedisConnections.code(error);
        return "NOGROUP".equals(code) || "UNBLOCKED".equals(code);
    }
}
