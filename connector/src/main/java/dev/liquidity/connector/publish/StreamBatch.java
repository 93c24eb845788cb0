package dev.liquidity.connector.publish;

import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisNodes;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The bytes of one transaction, from MULTI to the watch for the next one: the stream gets all of its ticks or none. It
 * is filled while Redis works on the one before. Not thread-safe: used by the publisher thread only.
 */
final class StreamBatch {
    private static final CommandArguments MULTI = new CommandArguments(Command.MULTI);
    private static final CommandArguments EXEC = new CommandArguments(Command.EXEC);

    /** A command on a key that another node of the cluster may have. */
    private record Elsewhere(byte[] key, CommandArguments command) {}

    private final WriterLease lease;
    private final CommandBuffer commands = new CommandBuffer();
    private final List<Integer> repeatable = new ArrayList<>(0);
    private final List<Elsewhere> elsewhere = new ArrayList<>(0);
    private int size;
    private int ticks;
    private long lastId;

    StreamBatch(WriterLease lease) {
        this.lease = lease;
        clear();
    }

    /** Empties it. */
    StreamBatch clear() {
        commands.clear();
        commands.add(MULTI);
        repeatable.clear();
        elsewhere.clear();
        size = 0;
        ticks = 0;
        lastId = 0;
        return this;
    }

    /** Counts a tick whose XADD was added to {@link #commands}. */
    void addedTick(long packedId) {
        size++;
        ticks++;
        lastId = packedId;
    }

    CommandBuffer commands() {
        return commands;
    }

    /** Adds another command; if it is an XADD, its entry may be there already. */
    void addOther(CommandArguments command) {
        repeatable.add(size++);
        commands.add(command);
    }

    /** Adds a command that can't be in the transaction; carrying it out twice changes nothing. */
    void addElsewhere(byte[] key, CommandArguments command) {
        elsewhere.add(new Elsewhere(key, command));
    }

    int ticks() {
        return ticks;
    }

    boolean isEmpty() {
        return size == 0 && elsewhere.isEmpty();
    }

    /** The packed ID of the last tick; 0 if there is none. */
    long lastId() {
        return lastId;
    }

    /**
     * Sends the transaction and the watch for the next one, without waiting for replies. Nothing can be added after
     * that. Before, carries out the commands that can't be in it.
     */
    void send(RedisConnection connection, RedisNodes nodes) {
        if (!elsewhere.isEmpty()) {
            nodes.use(connection);
            elsewhere.forEach(it -> nodes.ask(it.key, node -> node.executeCommand(it.command)));
        }
        send(connection);
    }

    /** Sends the transaction likewise, when all commands are in it. */
    void send(RedisConnection connection) {
        commands.add(lease.renewal());
        commands.add(EXEC);
        lease.watch().forEach(commands::add);
        connection.sendEncoded(commands.bytes(), commands.length());
    }

    /**
     * Reads and checks the replies to {@link #send}.
     *
     * @return the stream's last ID after the transaction, packed; {@link WriterLease#LOST} if another client changed
     *     the stream or the lease, so that the transaction was not carried out, or another may have written after it
     * @throws JedisDataException the first error among the replies
     */
    long settle(Connection connection) {
        // MULTI, each command, the renewal and EXEC have one reply each.
        int exec = size + 2;
        List<Object> replies = connection.getMany(exec + 1 + WriterLease.WATCH_REPLIES);
        WriterLease.throwFirstError(replies.subList(0, exec + 1));
        if (!(replies.get(exec) instanceof List<?> results)) {
            return WriterLease.LOST;
        }
        for (int i = 0; i < size; i++) {
            if (results.get(i) instanceof JedisDataException error && !(repeatable.contains(i) && isOldId(error))) {
                throw error;
            }
        }
        return lease.checkWatch(replies.subList(exec + 1, replies.size()));
    }

    private static boolean isOldId(JedisDataException error) {
        return error.getMessage().contains("equal or smaller");
    }
}
