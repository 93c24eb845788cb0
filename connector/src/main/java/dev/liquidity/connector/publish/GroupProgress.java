package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamId;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * What Redis says of the stream and of how far the group has stored it.
 *
 * @param top the highest ID that the stream ever had; {@link StreamId#ZERO} when it does not exist
 * @param first the stream's first entry; null when it has none
 * @param length how many entries the stream has
 * @param hasGroup whether the group exists
 * @param storedUpTo every entry up to this one was acknowledged; null when that could not be told this time, or there is no group
 */
record GroupProgress(StreamId top, StreamId first, long length, boolean hasGroup, StreamId storedUpTo) {
    private static final int REPLIES = 3;

    /**
     * Asks.
     *
     * @throws JedisDataException for any error but a missing stream or group
     */
    static GroupProgress ask(Connection connection, Settings.Redis redis) {
        byte[] stream = SafeEncoder.encode(redis.streamName());
        byte[] group = SafeEncoder.encode(redis.consumerGroup());
        // In this order: what is pending first may be acknowledged a moment later, but not the other way round.
        connection.sendCommand(
                new CommandArguments(Command.XPENDING).add(stream).add(group));
        connection.sendCommand(new CommandArguments(Command.XINFO).add("GROUPS").add(stream));
        connection.sendCommand(new CommandArguments(Command.XINFO).add("STREAM").add(stream));
        List<Object> replies = connection.getMany(REPLIES);
        for (Object reply : replies) {
            throwUnlessAbsent(reply);
        }
        StreamId top = topOf(replies.get(2));
        StreamId first = replies.get(2) instanceof List<?> info && field(info, "first-entry") instanceof List<?> entry
                ? StreamId.parse((byte[]) entry.get(0))
                : null;
        long length = replies.get(2) instanceof List<?> info ? (Long) field(info, "length") : 0;
        List<?> groupInfo = replies.get(1) instanceof List<?> groups ? find(groups, group) : null;
        return groupInfo == null || !(replies.get(0) instanceof List<?> pendingSummary)
                ? new GroupProgress(top, first, length, false, null)
                : new GroupProgress(top, first, length, true, storedUpTo(pendingSummary, groupInfo));
    }

    /**
     * The last ID in a reply to XINFO STREAM.
     *
     * @throws JedisDataException for any error but a missing stream
     */
    static StreamId topOf(Object reply) {
        throwUnlessAbsent(reply);
        return reply instanceof List<?> info
                ? StreamId.parse((byte[]) field(info, "last-generated-id"))
                : StreamId.ZERO;
    }

    private static StreamId storedUpTo(List<?> pendingSummary, List<?> groupInfo) {
        if (pendingSummary.get(1) instanceof byte[] lowestPending) {
            return StreamId.parse(lowestPending).previous();
        }
        boolean isNothingPending = (Long) field(groupInfo, "pending") == 0;
        return isNothingPending ? StreamId.parse((byte[]) field(groupInfo, "last-delivered-id")) : null;
    }

    private static List<?> find(List<?> groups, byte[] name) {
        for (Object group : groups) {
            if (Arrays.equals((byte[]) field((List<?>) group, "name"), name)) {
                return (List<?>) group;
            }
        }
        return null;
    }

    private static Object field(List<?> pairs, String name) {
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            if (name.equals(SafeEncoder.encode((byte[]) pairs.get(i)))) {
                return pairs.get(i + 1);
            }
        }
        throw new IllegalStateException("XINFO without " + name);
    }

    /** Passes over the errors that mean that something is not there. */
    private static void throwUnlessAbsent(Object reply) {
        if (reply instanceof JedisDataException error
                && !RedisConnections.code(error).equals("NOGROUP")
                && !error.getMessage().contains("no such key")) {
            throw error;
        }
    }
}
