package dev.liquidity.bench.section;

import dev.liquidity.bench.rig.RedisClient;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands in for a receiver that costs nothing: ten times a second it makes everything in the stream count as stored, so
 * that the connector can be measured alone for any time and trims as usual.
 */
final class StoredWithoutReceiver implements AutoCloseable {
    private static final long PERIOD_NANOS = 100_000_000;
    private static final long END_MILLIS = 5_000;

    private final RedisClient redis;
    private final Thread thread = new Thread(this::run, "bench-group");
    private volatile boolean ending;

    StoredWithoutReceiver(int redisPort) {
        redis = new RedisClient(redisPort);
        redis.createGroup();
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!ending) {
            redis.storeAll();
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    @Override
    public void close() throws InterruptedException {
        ending = true;
        thread.join(END_MILLIS);
        redis.close();
    }
}
