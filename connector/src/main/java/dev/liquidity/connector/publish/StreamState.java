package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * How the stream and its group stand. IDs are packed.
 *
 * @param topId the highest ID that the stream ever had; {@link StreamId#ZERO} if it does not exist
 * @param first the stream's first entry; 0 if it has none
 * @param length entries of the stream
 * @param hasGroup whether our group exists
 * @param storedUpTo our group has acknowledged every entry up to this one; {@link #UNKNOWN} without a group, or while
 *     it is changing
 * @param otherGroups the names of all groups but ours
 */
record StreamState(
        StreamId topId, long first, long length, boolean hasGroup, long storedUpTo, List<String> otherGroups) {
    static final long UNKNOWN = -1;

    private static final int REPLIES = 3;

    /** A group of the stream; {@code storedUpTo} as above. */
    record Group(byte[] name, long storedUpTo) {}

    /** The highest ID that the stream ever had. */
    long top() {
        return topId.pack();
    }

    /**
     * Asks Redis.
     *
     * @throws JedisDataException for any error but a missing stream or group
     * @throws UserException ({@link ExitCode#REDIS}) if no tick can follow the stream's last entry
     */
    static StreamState ask(Connection connection, Settings.Redis redis) {
        byte[] stream = SafeEncoder.encode(redis.streamName());
        byte[] group = SafeEncoder.encode(redis.consumerGroup());
        // In this order: an entry may be acknowledged between the replies, but does not become pending again.
        connection.sendCommand(pending(stream, group));
        connection.sendCommand(groupsOf(stream));
        connection.sendCommand(new CommandArguments(Command.XINFO).add("STREAM").add(stream));
        List<Object> replies = connection.getMany(REPLIES);
        replies.forEach(StreamState::throwUnlessAbsent);
        List<?> info = replies.get(2) instanceof List<?> list ? list : null;
        List<?> first = info == null ? null : (List<?>) RedisConnections.field(info, "first-entry");
        List<?> ours = groupInfo(replies.get(1), group);
        StreamId top = topOf(replies.get(2));
        if (!top.isPackable()) {
            throw new UserException(
                    ExitCode.REDIS,
                    "the stream " + redis.streamName() + " has an entry " + top
                            + ", beyond every time: no tick can follow it; choose another redis.stream_name or delete"
                            + " it");
        }
        return new StreamState(
                top,
                first == null ? 0 : packed(StreamId.parse((byte[]) first.get(0))),
                info == null ? 0 : (Long) RedisConnections.field(info, "length"),
                ours != null,
                ours == null ? UNKNOWN : storedUpTo(replies.get(0), ours),
                otherGroups(replies.get(1), redis.consumerGroup()));
    }

    /** All groups of the stream. */
    static List<Group> groups(Connection connection, byte[] stream) {
        List<Group> groups = new ArrayList<>();
        connection.sendCommand(groupsOf(stream));
        for (Object info : (List<?>) connection.getOne()) {
            byte[] name = (byte[]) RedisConnections.field((List<?>) info, "name");
            // Asked again behind its pending entries, as above.
            connection.sendCommand(pending(stream, name));
            connection.sendCommand(groupsOf(stream));
            List<Object> replies = connection.getMany(2);
            replies.forEach(StreamState::throwUnlessAbsent);
            List<?> now = groupInfo(replies.get(1), name);
            if (now != null) {
                groups.add(new Group(name, storedUpTo(replies.get(0), now)));
            }
        }
        return groups;
    }

    /** The IDs in a reply to XRANGE. */
    static List<StreamId> ids(Object entries) {
        return ((List<?>) entries)
                .stream()
                        .map(entry -> StreamId.parse((byte[]) ((List<?>) entry).get(0)))
                        .toList();
    }

    /**
     * The last ID in a reply to XINFO STREAM.
     *
     * @throws JedisDataException for any error but a missing stream
     */
    static StreamId topOf(Object reply) {
        throwUnlessAbsent(reply);
        return reply instanceof List<?> info
                ? StreamId.parse((byte[]) RedisConnections.field(info, "last-generated-id"))
                : StreamId.ZERO;
    }

    /** An ID packed; if it does not fit, the highest below it that does, which is no tick's. */
    static long packed(StreamId id) {
        return id.isPackable()
                ? id.pack()
                : Math.min(id.millis(), StreamId.MAX_MILLIS) << StreamId.SEQUENCE_BITS | StreamId.MAX_SEQUENCE;
    }

    private static CommandArguments pending(byte[] stream, byte[] group) {
        return new CommandArguments(Command.XPENDING).add(stream).add(group);
    }

    private static CommandArguments groupsOf(byte[] stream) {
        return new CommandArguments(Command.XINFO).add("GROUPS").add(stream);
    }

    private static long storedUpTo(Object pendingSummary, List<?> groupInfo) {
        if (!(pendingSummary instanceof List<?> summary)) {
            return UNKNOWN;
        }
        if (summary.get(1) instanceof byte[] lowestPending) {
            return packed(StreamId.parse(lowestPending).previous());
        }
        boolean isNothingPending = (Long) RedisConnections.field(groupInfo, "pending") == 0;
        return isNothingPending
                ? packed(StreamId.parse((byte[]) RedisConnections.field(groupInfo, "last-delivered-id")))
                : UNKNOWN;
    }

    private static List<?> groupInfo(Object groups, byte[] name) {
        for (Object group : groups instanceof List<?> list ? list : List.of()) {
            if (Arrays.equals((byte[]) RedisConnections.field((List<?>) group, "name"), name)) {
                return (List<?>) group;
            }
        }
        return null;
    }

    private static List<String> otherGroups(Object groups, String ours) {
        return !(groups instanceof List<?> list)
                ? List.of()
                : list.stream()
                        .map(group -> SafeEncoder.encode((byte[]) RedisConnections.field((List<?>) group, "name")))
                        .filter(name -> !name.equals(ours))
                        .toList();
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
