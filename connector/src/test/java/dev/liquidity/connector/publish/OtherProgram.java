package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamId;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;

/** A program that adds fifty entries a second to the stream until it is closed. */
final class OtherProgram implements AutoCloseable {
    private static final long PERIOD_MILLIS = 20;

    private final Settings.Redis redis;
    private final Map<StreamId, String> entries = new TreeMap<>();
    private final Thread thread = new Thread(this::run, "other-program");
    private volatile boolean isClosed;

    OtherProgram(Settings.Redis redis) {
        this.redis = redis;
        thread.start();
    }

    private void run() {
        Connection connection = RedisConnections.open(redis, "other");
        try {
            while (!isClosed) {
                String data = "{\"instrument_token\": 9287170, \"last_price\": 163.95, \"number\": " + added() + "}";
                connection.sendCommand(Protocol.Command.XADD, redis.streamName(), "*", "data", data);
                StreamId id = StreamId.parse((byte[]) connection.getOne());
                synchronized (entries) {
                    entries.put(id, data);
                }
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            RedisConnections.close(connection);
        }
    }

    int added() {
        return entries().size();
    }

    /** What it has added. */
    Map<StreamId, String> entries() {
        synchronized (entries) {
            return new TreeMap<>(entries);
        }
    }

    @Override
    public void close() throws InterruptedException {
        isClosed = true;
        thread.join();
    }
}
