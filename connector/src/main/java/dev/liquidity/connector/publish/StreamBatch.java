package dev.liquidity.connector.publish;

import dev.liquidity.common.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** Ticks that go into the stream in one transaction, so that it has all of them or none. Serves one thread. */
final class StreamBatch {
    private final List<CommandArguments> commands = new ArrayList<>();
    private final List<Integer> repeatable = new ArrayList<>(0);
    private int ticks;
    private long lastId;
    private long lastArrivalMicros;

    /** Adds a tick's XADD. */
    void addTick(CommandArguments xadd, long packedId, long arrivedAtMicros) {
        commands.add(xadd);
        ticks++;
        lastId = packedId;
        lastArrivalMicros = arrivedAtMicros;
    }

    /** Adds another command; if it is an XADD, its entry may be there from before. */
    void addOther(CommandArguments command) {
        repeatable.add(commands.size());
        commands.add(command);
    }

    int ticks() {
        return ticks;
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    /** The packed ID of the last tick; 0 without any. */
    long lastId() {
        return lastId;
    }

    /** Arrival of the last tick, microseconds since the epoch. */
    long lastArrivalMicros() {
        return lastArrivalMicros;
    }

    /** Sends the transaction, and the watch for the next one, without waiting for any reply. */
    void send(Connection connection, WriterLease lease) {
        connection.sendCommand(Command.MULTI);
        for (CommandArguments command : commands) {
            connection.sendCommand(command);
        }
        lease.sendRenewal(connection);
        connection.sendCommand(Command.EXEC);
        lease.sendWatch(connection);
    }

    /**
     * Reads the replies to {@link #send} and checks each.
     *
     * @return the stream's last ID after it
     * @throws JedisDataException the first error among them
     * @throws DisturbedException when the transaction was not carried out
     * @throws WriterLease.LeaseLostException when the lease is gone after it
     */
    StreamId settle(Connection connection, WriterLease lease) {
        // MULTI, the commands, the renewal and EXEC have one reply each.
        int exec = commands.size() + 2;
        List<Object> replies = connection.getMany(exec + 1 + WriterLease.WATCH_REPLIES);
        WriterLease.throwFirstError(replies.subList(0, exec + 1));
        if (!(replies.get(exec) instanceof List<?> results)) {
            throw new DisturbedException();
        }
        for (int i = 0; i < commands.size(); i++) {
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
