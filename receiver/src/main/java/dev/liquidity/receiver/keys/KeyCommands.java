package dev.liquidity.receiver.keys;

import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Commands that are sent together to one server, each with the key it writes to, and their replies. Reusable. Not
 * thread-safe: used by the keys-writer thread only.
 */
final class KeyCommands {
    /** Bytes sent at once: Redis works on them while the next are encoded. */
    private static final int PIECE = 1 << 16;

    private static final String OUT_OF_MEMORY = "OOM command not allowed";

    private final CommandBuffer commands = new CommandBuffer();
    private final List<byte[]> keys = new ArrayList<>();

    /** Where each command begins; null if they are not kept once they are sent. */
    private final List<Integer> starts;

    private int sent;
    private RedisConnection connection;
    private boolean isFull;

    /** @param isRedirecting whether the server may be a cluster's, so that commands may have to be sent elsewhere */
    KeyCommands(boolean isRedirecting) {
        starts = isRedirecting ? new ArrayList<>() : null;
    }

    /** A command that another node has to be asked. */
    record Redirected(byte[] key, byte[] command, RedisConnection by, JedisRedirectionException to) {}

    /** What came of the commands: keys that hold another type of value, the first error of any other kind, the rest. */
    static final class Outcome {
        private final List<String> refused = new ArrayList<>();
        private final List<Redirected> redirected = new ArrayList<>();
        private JedisDataException failure;

        /** Returns the commands that were not carried out yet, and forgets them. */
        List<Redirected> takeRedirected() {
            List<Redirected> taken = List.copyOf(redirected);
            redirected.clear();
            return taken;
        }

        /**
         * @return the keys that hold another type of value and were not written
         * @throws JedisDataException the first error of any other kind
         */
        List<String> refused() {
            if (failure != null) {
                throw failure;
            }
            return refused;
        }
    }

    /** Drops all commands; the next ones go to this connection. */
    void open(RedisConnection to) {
        clear();
        keys.clear();
        connection = to;
    }

    private void clear() {
        commands.clear();
        sent = 0;
        if (starts != null) {
            starts.clear();
        }
    }

    /**
     * Begins a command.
     *
     * @param arguments number of arguments that the caller adds to the returned buffer, without the command's name
     */
    CommandBuffer begin(byte[] key, Command command, int arguments) {
        next(key);
        commands.begin(1 + arguments);
        commands.bulk(command.getRaw());
        return commands;
    }

    /** Adds a complete command. */
    void add(byte[] key, CommandArguments command) {
        next(key);
        commands.add(command);
    }

    /** Adds a command that another node has redirected here. */
    void add(Redirected command) {
        if (command.to instanceof JedisAskDataException) {
            add(command.key, new CommandArguments(Command.ASKING));
        }
        next(command.key);
        commands.addEncoded(command.command);
    }

    private void next(byte[] key) {
        sendPiece(PIECE);
        keys.add(key);
        if (starts != null) {
            starts.add(commands.length());
        }
    }

    private void sendPiece(int atLeast) {
        if (commands.length() - sent >= atLeast) {
            connection.sendEncoded(commands.bytes(), sent, commands.length() - sent);
            sent = commands.length();
            if (starts == null) {
                clear();
            }
        }
    }

    /** Sends the remaining commands. */
    void flush() {
        sendPiece(1);
    }

    /** Reads all replies. */
    void finish(Outcome outcome) {
        List<Object> replies = connection.getMany(keys.size());
        isFull &= replies.isEmpty();
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof JedisDataException error) {
                note(i, error, outcome);
            } else if (replies.get(i) instanceof List<?> list) {
                list.forEach(key -> outcome.refused.add(SafeEncoder.encode((byte[]) key)));
            }
        }
    }

    private void note(int i, JedisDataException error, Outcome outcome) {
        // The script's error only ends with what it met.
        boolean isOutOfMemory = error.getMessage().contains(OUT_OF_MEMORY);
        isFull |= isOutOfMemory;
        if ("WRONGTYPE".equals(RedisConnections.code(error))) {
            outcome.refused.add(SafeEncoder.encode(keys.get(i)));
        } else if (starts != null && error instanceof JedisRedirectionException to) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : commands.length();
            byte[] command = Arrays.copyOfRange(commands.bytes(), starts.get(i), end);
            outcome.redirected.add(new Redirected(keys.get(i), command, connection, to));
        } else if (outcome.failure == null) {
            outcome.failure = isOutOfMemory ? new JedisDataException(OUT_OF_MEMORY, error) : error;
        }
    }

    /** Whether the server had no memory for some of the commands. */
    boolean isFull() {
        return isFull;
    }
}
