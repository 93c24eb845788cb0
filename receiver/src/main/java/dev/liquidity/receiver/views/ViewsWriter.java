package dev.liquidity.receiver.views;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.receiver.entry.Batch;
import dev.liquidity.receiver.entry.BatchQueue;
import dev.liquidity.receiver.entry.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The views writer's duty: what was read to the Redis keys at once, then on to the store. A batch goes on only when Redis has taken it;
 * until then it is tried again. All that waits is written together: the more it is, the fewer commands a tick.
 */
public final class ViewsWriter implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(ViewsWriter.class);
    private static final int ATTEMPTS = 3;
    private static final long RETRY_MILLIS = 100;
    private static final long HISTORY_WITHOUT_BOUND_MICROS = 3_600_000_000L;

    private final long historyMicros;
    private final RedisLink link;
    private final RedisViews views;
    private final Counters.Counter skipped;
    private final BlockingQueue<Batch> in;
    private final BatchQueue out;
    private RedisConnection prepared;
    private final List<Batch> current = new ArrayList<>();
    private int outOfMemory;
    private int faults;
    private boolean isWritten;
    private volatile boolean refreshWanted;

    public ViewsWriter(Settings settings, BlockingQueue<Batch> in, BatchQueue out, Tally tally) {
        long bound = settings.persistence().redisHistory().toNanos() / 1000;
        historyMicros = bound > 0 ? bound : HISTORY_WITHOUT_BOUND_MICROS;
        this.in = in;
        this.out = out;
        views = new RedisViews(settings.persistence(), tally.viewsRefused);
        skipped = tally.viewsSkipped;
        link = new RedisLink(settings.redis(), "receiver-views", tally.redisOutage);
    }

    /** Has what is written once a key and minute written again with the next tick: Redis may have forgotten it. */
    public void refresh() {
        refreshWanted = true;
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        boolean isLast = closing.isRequested();
        if (current.isEmpty()) {
            Batch first = in.poll(100, TimeUnit.MILLISECONDS);
            if (first != null) {
                current.add(first);
                in.drainTo(current);
            }
        }
        if (current.isEmpty()) {
            return !isLast;
        }
        if (write(closing)) {
            handOn();
        }
        return true;
    }

    @Override
    public void onClose() {
        link.close();
    }

    private void handOn() throws InterruptedException {
        while (!current.isEmpty()) {
            out.put(current.get(0));
            current.remove(0);
        }
    }

    /** Writes what is at hand; true once Redis has taken it, or it is given up. */
    private boolean write(Closing closing) throws InterruptedException {
        isWritten = false;
        try {
            link.attempt(closing, this::writeOrMakeRoom);
            return isWritten;
        } catch (UserException e) {
            throw e;
        } catch (RuntimeException e) {
            return givenUp(e, closing);
        }
    }

    private void writeOrMakeRoom(RedisConnection connection) throws InterruptedException {
        try {
            if (connection != prepared || refreshWanted) {
                refreshWanted = false;
                LatestScript.load(connection);
                views.requireUpkeep();
                prepared = connection;
            }
            views.write(current, connection);
            outOfMemory = 0;
            faults = 0;
            isWritten = true;
        } catch (JedisDataException e) {
            switch (RedisConnections.code(e)) {
                case "NOSCRIPT" -> prepared = null;
                case "OOM" -> makeRoom(connection);
                default -> throw e;
            }
        }
    }

    private void makeRoom(RedisConnection connection) throws InterruptedException {
        outOfMemory++;
        long keep = historyMicros >> Math.min(outOfMemory, 20);
        if (outOfMemory <= 20) {
            LOG.warn("Redis is out of memory; cutting the history of the views to {} s", keep / 1_000_000);
        }
        views.makeRoom(keep, connection);
        Thread.sleep(Math.min(1000, 10L << Math.min(outOfMemory, 7)));
    }

    /** A fault of our own in a batch must not keep it, and all that follow, from the store. */
    private boolean givenUp(RuntimeException e, Closing closing) throws InterruptedException {
        faults++;
        if (faults < ATTEMPTS) {
            LOG.debug("The Redis keys could not be written", e);
            closing.await(RETRY_MILLIS);
            return false;
        }
        faults = 0;
        int ticks = current.stream().mapToInt(batch -> batch.ticks().size()).sum();
        skipped.add(ticks);
        LOG.error("{} ticks can't be written to the Redis keys; they go on to the store", ticks, e);
        return true;
    }
}
