package dev.liquidity.receiver.keys;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.BatchQueue;
import dev.liquidity.receiver.batch.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The keys writer's duty: what was read to the Redis keys at once, then on to the store. A batch goes on only when
 * Redis has taken it; until then it is tried again. All that waits is written together: the more it is, the fewer
 * commands a tick.
 */
public final class KeysWriter implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(KeysWriter.class);
    private static final int ATTEMPTS = 3;
    private static final long HISTORY_WITHOUT_BOUND_MICROS = 3_600_000_000L;

    private final Settings.Redis redis;
    private final long historyMicros;
    private final RedisLink link;
    private final TickKeys keys;
    private final Counters.Counter skipped;
    private final BlockingQueue<Batch> in;
    private final BatchQueue out;
    private RedisConnection prepared;
    private final List<Batch> current = new ArrayList<>();
    private int outOfMemory;
    private int faults;
    private volatile boolean refreshWanted;
    private volatile boolean draining;

    public KeysWriter(Settings settings, BlockingQueue<Batch> in, BatchQueue out, Tally tally) {
        redis = settings.redis();
        long bound = settings.persistence().redisHistory().toNanos() / 1000;
        historyMicros = bound > 0 ? bound : HISTORY_WITHOUT_BOUND_MICROS;
        this.in = in;
        this.out = out;
        keys = new TickKeys(settings.persistence(), tally.keysRefused);
        skipped = tally.keysSkipped;
        link = new RedisLink(redis, "receiver-keys", tally.redisFailures);
    }

    /** Has the duty end once nothing is left to do; nothing may be put into its queue after this. */
    public void drain() {
        draining = true;
    }

    /** Has what is written once a key and minute written again with the next tick: Redis may have forgotten it. */
    public void refresh() {
        refreshWanted = true;
    }

    @Override
    public boolean cycle() throws InterruptedException {
        if (current.isEmpty()) {
            Batch first = in.poll(100, TimeUnit.MILLISECONDS);
            if (first != null) {
                current.add(first);
                in.drainTo(current);
            }
        }
        if (!current.isEmpty()) {
            if (write()) {
                handOn();
            }
        } else if (draining) {
            link.close();
            return false;
        }
        return true;
    }

    private void handOn() throws InterruptedException {
        while (!current.isEmpty()) {
            out.put(current.get(0));
            current.remove(0);
        }
    }

    private boolean write() throws InterruptedException {
        try {
            RedisConnection connection = link.get();
            if (connection != prepared || refreshWanted) {
                refreshWanted = false;
                LatestScript.load(connection);
                keys.requireUpkeep();
                prepared = connection;
            }
            keys.write(current, connection);
            link.worked();
            outOfMemory = 0;
            faults = 0;
            return true;
        } catch (JedisDataException e) {
            if (RedisConnections.isRefusal(e)) {
                throw RedisConnections.unusable(redis, e);
            }
            switch (RedisConnections.code(e)) {
                case "NOSCRIPT" -> prepared = null;
                case "OOM" -> makeRoom();
                default -> Thread.sleep(link.lost(e));
            }
        } catch (JedisException e) {
            Thread.sleep(link.lost(e));
        } catch (RuntimeException e) {
            return givenUp(e);
        }
        return false;
    }

    private void makeRoom() throws InterruptedException {
        outOfMemory++;
        long keep = historyMicros >> Math.min(outOfMemory, 20);
        if (outOfMemory <= 20) {
            LOG.warn("Redis is out of memory; cutting the history of the keys to {} s", keep / 1_000_000);
        }
        try {
            keys.makeRoom(keep, link.get());
            Thread.sleep(Math.min(1000, 10L << Math.min(outOfMemory, 7)));
        } catch (JedisException e) {
            Thread.sleep(link.lost(e));
        }
    }

    /** A fault of our own in a batch must not keep it, and all that follow, from the store. */
    private boolean givenUp(RuntimeException e) throws InterruptedException {
        faults++;
        if (faults < ATTEMPTS) {
            Thread.sleep(link.lost(e));
            return false;
        }
        faults = 0;
        int ticks = current.stream().mapToInt(batch -> batch.ticks().size()).sum();
        skipped.add(ticks);
        link.close();
        LOG.error("{} ticks can't be written to the Redis keys; they go on to the store", ticks, e);
        return true;
    }
}
