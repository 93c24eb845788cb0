package dev.liquidity.receiver.keys;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.common.stream.RedisOutage;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.BatchQueue;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The keys writer's duty: writes what was read to the Redis keys and passes it on to the store, once Redis has taken
 * it. All batches that wait are written together: the more ticks of a symbol, the fewer commands each costs. Under load
 * it therefore lets them gather for a tenth of a second or more.
 */
public final class KeysWriter implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(KeysWriter.class);
    private static final long POLL_MILLIS = 100;

    /** Most ticks written together. */
    private static final int MOST_TICKS = 16_000;

    private static final int ATTEMPTS = 3;
    private static final long HISTORY_WITHOUT_BOUND_MICROS = 3_600_000_000L;
    private static final int MOST_HALVINGS = 20;

    private final long historyMicros;
    private final RedisLink link;
    private final KeyRoutes routes;
    private final TickKeys keys;
    private final Counters.Counter skipped;
    private final BatchQueue in;
    private final BatchQueue out;
    private final List<Batch> current = new ArrayList<>();

    /** The connection for which the routes were prepared, with every key's upkeep due; null to do both again. */
    private RedisConnection prepared;

    private final Gathering gathering = new Gathering();
    private int faults;

    public KeysWriter(Settings settings, BatchQueue in, BatchQueue out, RedisOutage outage, Counters counters) {
        long bound = settings.persistence().redisHistory().toNanos() / 1000;
        historyMicros = bound > 0 ? bound : HISTORY_WITHOUT_BOUND_MICROS;
        this.in = in;
        this.out = out;
        routes = new KeyRoutes(settings.redis());
        keys = new TickKeys(settings.persistence(), routes, counters);
        skipped = counters.faults("keys_skipped", "ticks that a fault of the program kept from the Redis keys");
        link = new RedisLink(settings.redis(), "receiver-keys", outage);
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        boolean isLast = closing.isRequested();
        if (current.isEmpty() && !take(isLast)) {
            return !isLast;
        }
        if (write(closing)) {
            while (!current.isEmpty()) {
                out.put(current.get(0));
                current.remove(0);
            }
        }
        return true;
    }

    @Override
    public void onClose() {
        routes.close();
        link.close();
    }

    /** Takes the batches that wait, and under load those that come soon; false if there are none. */
    private boolean take(boolean isLast) throws InterruptedException {
        int ticks = 0;
        Batch next = in.poll(POLL_MILLIS);
        while (next != null) {
            current.add(next);
            ticks += next.weight();
            next = ticks < MOST_TICKS ? in.poll(isLast ? 0 : gathering.patienceMillis()) : null;
        }
        if (current.isEmpty()) {
            return false;
        }
        gathering.taken(ticks);
        if (current.stream().anyMatch(Batch::isRedisEmptied)) {
            prepared = null;
        }
        return true;
    }

    /**
     * Writes the current batches. A fault of the program does not keep them from the store: it gives them up at the
     * last attempt.
     */
    private boolean write(Closing closing) throws InterruptedException {
        try {
            boolean isWritten = link.attempt(closing, this::write);
            faults = isWritten ? 0 : faults;
            return isWritten;
        } catch (RuntimeException e) {
            if (e instanceof UserException || ++faults < ATTEMPTS) {
                throw e;
            }
            faults = 0;
            int ticks = current.stream().mapToInt(batch -> batch.ticks().size()).sum();
            skipped.add(ticks);
            LOG.error("{} ticks can't be written to the Redis keys; they go on to the store", ticks, e);
            return true;
        }
    }

    /** Writes the current batches, again whenever Redis lacks the script or memory for them. */
    private void write(RedisConnection connection) throws InterruptedException {
        int outOfMemory = 0;
        while (true) {
            try {
                if (connection != prepared) {
                    routes.prepare(connection);
                    keys.requireUpkeep();
                    prepared = connection;
                }
                keys.write(current, connection);
                return;
            } catch (JedisDataException e) {
                switch (RedisConnections.code(e)) {
                    case "NOSCRIPT" -> prepared = null;
                    case "OOM" -> makeRoom(connection, ++outOfMemory);
                    default -> throw e;
                }
            }
        }
    }

    private void makeRoom(RedisConnection connection, int attempt) throws InterruptedException {
        long keep = historyMicros >> Math.min(attempt, MOST_HALVINGS);
        if (attempt <= MOST_HALVINGS) {
            LOG.warn("Redis is out of memory; the history in its keys is cut to {} s", keep / 1_000_000);
        }
        keys.makeRoom(keep, connection);
        Thread.sleep(Math.min(1000, 10L << Math.min(attempt, 7)));
    }
}
