package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.StreamId;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.util.SafeEncoder;

/** What is asked of the stream after a doubt, on the connection of the one who asks, with nothing in flight. */
final class StreamQuestions {
    private final Settings.Redis redis;
    private final StreamCommands commands;

    StreamQuestions(Settings.Redis redis, StreamCommands commands) {
        this.redis = redis;
        this.commands = commands;
    }

    /**
     * How far stream and group are.
     *
     * @throws UserException ({@link ExitCode#REDIS}) when no tick can ever follow the stream's last entry
     */
    GroupProgress progress(Connection connection) {
        GroupProgress progress = GroupProgress.ask(connection, redis);
        if (!progress.top().isPackable()) {
            throw new UserException(
                    ExitCode.REDIS,
                    "the stream " + redis.streamName() + " has an entry " + progress.top()
                            + ", beyond every time: no tick can follow it; choose another redis.stream_name or delete it");
        }
        return progress;
    }

    /** The first entry above an ID; null without one. */
    StreamId firstAfter(Connection connection, StreamId id) {
        connection.sendCommand(commands.firstAfter(id));
        List<?> first = (List<?>) connection.getOne();
        return first.isEmpty() ? null : StreamId.parse((byte[]) ((List<?>) first.get(0)).get(0));
    }

    /** The entry of an ID; null without one, empty when it is no tick's. */
    byte[] dataAt(Connection connection, StreamId id) {
        connection.sendCommand(commands.at(id));
        List<?> entries = (List<?>) connection.getOne();
        if (entries.isEmpty()) {
            return null;
        }
        List<?> fields = (List<?>) ((List<?>) entries.get(0)).get(1);
        boolean isTick = fields.size() == 2 && Keys.DATA.equals(SafeEncoder.encode((byte[]) fields.get(0)));
        return isTick ? (byte[]) fields.get(1) : new byte[0];
    }
}
