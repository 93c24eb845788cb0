package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.Keys;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * The right to write the stream: a key in Redis that names the writer, and expires unless it is renewed. Whoever holds
 * a journal's directory is the same writer, so a connector that was killed finds its own lease.
 *
 * <p>Every transaction of the publisher watches the key and the stream, and renews the lease. So nothing is added after
 * another writer came, after Redis was emptied, or behind an entry of another program: Redis does not carry out the
 * transaction, not even in part.
 *
 * <p>Immutable.
 */
final class WriterLease {
    static final long TTL_MILLIS = 15_000;

    /** Replies to {@link #watch}. */
    static final int WATCH_REPLIES = 3;

    /** In place of the stream's last ID: the lease is not ours, or nothing was carried out. */
    static final long LOST = -1;

    private final String streamName;
    private final String writerId;
    private final byte[] key;
    private final byte[] value;
    private final CommandArguments renewal;
    private final List<CommandArguments> watch;

    WriterLease(Settings.Redis redis, String writerId) {
        this.writerId = writerId;
        streamName = redis.streamName();
        byte[] stream = SafeEncoder.encode(streamName);
        key = SafeEncoder.encode(Keys.writer(redis.streamName()));
        value = SafeEncoder.encode(
                writerId + " process " + ProcessHandle.current().pid());
        renewal = new CommandArguments(Command.SET)
                .add(key)
                .add(value)
                .add(Keyword.PX)
                .add(TTL_MILLIS);
        watch = List.of(
                new CommandArguments(Command.WATCH).add(key).add(stream),
                new CommandArguments(Command.GET).add(key),
                new CommandArguments(Command.XINFO).add("STREAM").add(stream));
    }

    /**
     * Takes or renews the lease, and leaves the connection watching lease and stream.
     *
     * @throws UserException ({@link ExitCode#REDIS}) while another writer holds the lease
     */
    void acquire(Connection connection) {
        List<Object> renewed;
        do {
            watch.forEach(connection::sendCommand);
            checkHolder(valueOf(connection.getMany(WATCH_REPLIES)));
            connection.sendCommand(Command.MULTI);
            connection.sendCommand(renewal);
            connection.sendCommand(Command.EXEC);
            renewed = connection.getMany(3);
            throwFirstError(renewed);
            watch.forEach(connection::sendCommand);
        } while (checkWatch(connection.getMany(WATCH_REPLIES)) == LOST || renewed.get(2) == null);
    }

    private void checkHolder(Object holder) {
        if (holder instanceof byte[] other && !SafeEncoder.encode(other).startsWith(writerId)) {
            throw new UserException(
                    ExitCode.REDIS,
                    "another connector writes the stream " + streamName + " (" + SafeEncoder.encode(other)
                            + "): stop it and wait " + TTL_MILLIS / 1000
                            + " s, or choose another redis.stream_name");
        }
    }

    /** The renewal, for a transaction; one reply. */
    CommandArguments renewal() {
        return renewal;
    }

    /** The watch for the next transaction; {@link #WATCH_REPLIES} replies. */
    List<CommandArguments> watch() {
        return watch;
    }

    /**
     * Checks the replies to a watch.
     *
     * @return the stream's last ID as long as the watch holds, packed; {@link #LOST} if the lease is not ours
     */
    long checkWatch(List<Object> replies) {
        return valueOf(replies) instanceof byte[] holder && Arrays.equals(holder, value)
                ? StreamState.packed(StreamState.topOf(replies.get(2)))
                : LOST;
    }

    /** Gives the lease back. */
    void release(Connection connection) {
        connection.sendCommand(Command.DEL, key);
        connection.getOne();
    }

    private static Object valueOf(List<Object> watchReplies) {
        throwFirstError(watchReplies.subList(0, 2));
        return watchReplies.get(1);
    }

    static void throwFirstError(List<?> replies) {
        for (Object reply : replies) {
            if (reply instanceof JedisDataException error) {
                throw error;
            }
        }
    }
}
