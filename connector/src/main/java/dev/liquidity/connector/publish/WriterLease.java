package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.HostName;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.StreamWriter;
import dev.liquidity.connector.journal.Journal;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * The right to write the stream: a key in Redis that names the writer, and expires unless it is renewed. Whoever has
 * locked a journal's directory is the same writer, so a connector that was killed finds its own lease. A copy of the
 * directory is another writer; so is the directory itself once its host was booted, until the lease expires.
 *
 * <p>Every transaction of the publisher watches the key and the stream, and renews the lease. So nothing is added after
 * another writer came, after Redis was emptied, or behind an entry of another program: Redis does not carry out the
 * transaction, not even in part.
 *
 * <p>Immutable.
 */
final class WriterLease {
    static final long TTL_MILLIS = 15_000;
    static final long RENEWAL_NANOS = TTL_MILLIS * 1_000_000 / 3;

    private static final Logger LOG = LoggerFactory.getLogger(WriterLease.class);
    private static final long LOOK_MILLIS = 250;

    /** Replies to {@link #watch}. */
    static final int WATCH_REPLIES = 3;

    /** In place of the stream's last ID: the lease is not ours, or nothing was carried out. */
    static final long LOST = -1;

    private final String streamName;
    private final String writerId;
    private final String owner;
    private final byte[] key;
    private final byte[] value;
    private final CommandArguments renewal;
    private final List<CommandArguments> watch;

    WriterLease(Settings.Redis redis, Journal journal) {
        writerId = journal.writerId();
        owner = journal.owner();
        streamName = redis.streamName();
        byte[] stream = SafeEncoder.encode(streamName);
        key = SafeEncoder.encode(Keys.writer(redis.streamName()));
        value = new StreamWriter(
                        owner,
                        "process " + ProcessHandle.current().pid() + " on " + HostName.get() + ", with the journal in "
                                + journal.directory().toAbsolutePath().normalize(),
                        redis.keep() == Settings.Keep.UNSTORED ? redis.consumerGroup() : "")
                .encode();
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

    /**
     * Waits for a lease to expire that this journal may have left before its host was booted, or on another. It is
     * still there then if the journal is a copy of the holder's.
     */
    void awaitEarlierOwn(Connection connection, StopSignal stop) throws InterruptedException {
        for (long waited = 0; waited <= TTL_MILLIS; waited += LOOK_MILLIS) {
            connection.sendCommand(Command.GET, key);
            StreamWriter holder = connection.getOne() instanceof byte[] other ? StreamWriter.decode(other) : null;
            if (holder == null
                    || !isCopy(holder)
                    || holder.owner().startsWith(owner.substring(0, owner.indexOf('/')))) {
                return;
            }
            if (waited == 0) {
                LOG.info("Waiting up to {} s for the end of {}", TTL_MILLIS / 1000, holder.description());
            }
            if (stop.await(LOOK_MILLIS)) {
                throw new InterruptedException("a stop was requested while waiting for the lease");
            }
        }
    }

    private void checkHolder(Object value) {
        StreamWriter holder = value instanceof byte[] other ? StreamWriter.decode(other) : null;
        if (holder != null && !isOwn(holder)) {
            throw new UserException(
                    ExitCode.REDIS,
                    "another connector writes the stream " + streamName + " (" + holder.description() + "): stop it"
                            + " and wait " + TTL_MILLIS / 1000 + " s, or choose another redis.stream_name"
                            + (isCopy(holder)
                                    ? " and an empty connector.journal_dir, since this is a copy of its"
                                    : ""));
        }
    }

    private boolean isOwn(StreamWriter holder) {
        return holder.owner().equals(owner);
    }

    private boolean isCopy(StreamWriter holder) {
        return holder.owner().startsWith(writerId);
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
