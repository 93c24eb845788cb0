package dev.liquidity.connector.publish;

import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Ticks that go into the stream in one transaction, so that it has all of them or none: from MULTI to the watch for the next transaction one
 * piece of bytes, filled while Redis works on the one before. Serves one thread.
 */
final class StreamBatch {
    private static final CommandArguments MULTI = new CommandArguments(Command.MULTI);
    private static final CommandArguments EXEC = new CommandArguments(Command.EXEC);

    private final WriterLease lease;
    private final CommandBuffer commands = new CommandBuffer();
    private final List<Integer> repeatable = new ArrayList<>(0);
    private int size;
    private int ticks;
    private long lastId;
    private long lastArrivalMicros;

    StreamBatch(WriterLease lease) {
        this.lease = lease;
        clear();
    }

    /** Forgets what it has. */
    StreamBatch clear() {
        commands.clear();
        commands.add(MULTI);
        repeatable.clear();
        size = 0;
        ticks = 0;
        lastId = 0;
        lastArrivalMicros = 0;
        return this;
    }

    /** Counts a tick whose XADD was added to {@link #commands}. */
    void addedTick(long packedId, long arrivedAtMicros) {
        size++;
        ticks++;
        lastId = packedId;
        lastArrivalMicros = arrivedAtMicros;
    }

    CommandBuffer commands() {
        return commands;
    }

    /** Adds another command; if it is an XADD, its entry may be there from before. */
    void addOther(CommandArguments command) {
        repeatable.add(size++);
        commands.add(command);
    }

    int ticks() {
        return ticks;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The packed ID of the last tick; 0 without any. */
    long lastId() {
        return lastId;
    }

    /** Arrival of the last tick, microseconds since the epoch. */
    long lastArrivalMicros() {
        return lastArrivalMicros;
    }

    /** Sends the transaction, and the watch for the next one, without waiting for any reply. Nothing can be added any more. */
    void send(RedisConnection connection) {
        commands.add(lease.renewal());
        commands.add(EXEC);
        lease.watch().forEach(commands::add);
        connection.sendEncoded(commands.bytes(), commands.length());
    }

    /**
     * Reads the replies to {@link #send} and checks each.
     *
     * @return the stream's last ID after it
     * @throws JedisDataException the first error among them
     * @throws DisturbedException when the transaction was not carried out
     * @throws WriterLease.LeaseLostException when the lease is gone after it
     */
    StreamId settle(Connection connection) {
        // MULTI, the commands, the renewal and EXEC have one reply each.
        int exec = size + 2;
        List<Object> replies = connection.getMany(exec + 1 + WriterLease.WATCH_REPLIES);
        WriterLease.throwFirstError(replies.subList(0, exec + 1));
        if (!(replies.get(exec) instanceof List<?> results)) {
            throw new DisturbedException();
        }
        for (int i = 0; i < size; i++) {
            if (results.get(i) instanceof JedisDataException error && !(repeatable.contains(i) && isOldId(error))) {
                throw error;
            }
        }
        return lease.checkWatch(replies.subList(exec + 1, replies.size()));
    }

    /** Another program wrote to the stream or took the lease, or Redis was emptied. */
    static final class DisturbedException extends RuntimeException {
        DisturbedException() {
            super("the stream was changed by another than this connector");
        }
    }

    private static boolean isOldId(JedisDataException error) {
        return error.getMessage().contains("equal or smaller");
    }
}
