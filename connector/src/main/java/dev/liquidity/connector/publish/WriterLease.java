package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.StreamId;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * The right to write the stream: a key in Redis that names the writer and expires when it is not renewed. Who holds a journal's directory is
 * the same writer for ever, so that a connector that was killed finds its own lease.
 *
 * <p>Every transaction of the publisher watches the key and the stream, and renews the lease. So nothing is added after another writer came,
 * nor after Redis was emptied, nor behind another program's entry: the transaction is not carried out, not even in part, and the publisher
 * looks where it stands.
 */
final class WriterLease {
    static final long TTL_MILLIS = 15_000;

    /** Replies to {@link #watch}. */
    static final int WATCH_REPLIES = 3;

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
     * Takes it, or keeps it, and leaves the connection watching it.
     *
     * @throws UserException ({@link ExitCode#REDIS}) while another writer holds it
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
        } while (renewed.get(2) == null);
        watch.forEach(connection::sendCommand);
        checkWatch(connection.getMany(WATCH_REPLIES));
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

    /** The renewal, to stand within a transaction; one reply. */
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
     * @return the stream's last ID, as it is while the watch holds
     * @throws LeaseLostException when the key is not ours
     */
    StreamId checkWatch(List<Object> replies) {
        if (!(valueOf(replies) instanceof byte[] holder) || !Arrays.equals(holder, value)) {
            throw new LeaseLostException();
        }
        return GroupProgress.topOf(replies.get(2));
    }

    /** Gives it back. */
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

    /** The key was gone or another's: the stream may have been emptied, or written by another. */
    static final class LeaseLostException extends RuntimeException {
        LeaseLostException() {
            super("the writer's lease is gone: Redis was emptied, or another connector came");
        }
    }
}
