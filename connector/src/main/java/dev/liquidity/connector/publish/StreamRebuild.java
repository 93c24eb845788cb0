package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.journal.JournalTicks;
import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.connector.publish.StreamState.Group;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;

/**
 * Puts missing ticks in their places in the stream, where XADD can't add them any more: below an entry of another
 * program, or where entries were deleted. The stream is copied under another key, entry by entry and with the missing
 * ticks between them, and the copy takes the stream's place in one step, which fails if anybody has changed the stream
 * meanwhile. So no entry is ever absent, whoever's it is and whenever the connector dies.
 *
 * <p>Each group goes on behind the last entry up to which it has acknowledged all, or before the first missing tick if
 * that is lower: it gets entries behind that once more, and misses none.
 *
 * <p>When there are more missing ticks than the stream may hold, another program's entry above them can't stay: then
 * the rebuild waits until every group has acknowledged every entry, and begins an empty stream; where the stream is
 * trimmed by length it does not wait.
 *
 * <p>Not thread-safe: used by the publisher thread only.
 */
final class StreamRebuild {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRebuild.class);
    private static final int PAGE = 500;
    private static final long NO_TICK = Long.MAX_VALUE;

    private final Settings.Redis redis;
    private final StreamCommands commands;
    private final WriterLease lease;
    private final JournalTicks ticks;
    private final int max;
    private final TickWriter json = new TickWriter();
    private final CommandBuffer page = new CommandBuffer();

    private RedisConnection connection;
    private StreamState before;
    private long stored;
    private long retryNanos = System.nanoTime();
    private int tickIndex;
    private long tickId;
    private long firstMissing;
    private int inserted;
    private int unstored;
    private int copied;
    private int paged;

    StreamRebuild(Settings.Redis redis, StreamCommands commands, WriterLease lease, JournalTicks ticks) {
        this.redis = redis;
        this.commands = commands;
        this.lease = lease;
        this.ticks = ticks;
        max = redis.maxStreamLength();
    }

    /** True for a while after there was no room: each attempt reads the whole stream. */
    boolean isWaitingForRoom() {
        return System.nanoTime() - retryNanos < 0;
    }

    /**
     * Rebuilds the stream. It moves on in the journal: begin another look after it.
     *
     * @param storedUpTo the last stored tick, packed
     * @return false if another client changed the stream meanwhile, or if more ticks are missing than the stream may
     *     hold and not every group has acknowledged every entry ({@link #isWaitingForRoom})
     */
    boolean run(RedisConnection on, long storedUpTo) throws IOException {
        connection = on;
        stored = storedUpTo;
        lease.acquire(connection);
        before = StreamState.ask(connection, redis);
        dropCopy();
        if (!copyEntries()) {
            dropCopy();
            return false;
        }
        List<Group> groups = StreamState.groups(connection, commands.stream());
        if (isOverfull()) {
            if (redis.keep() == Settings.Keep.UNSTORED
                    && (groups.isEmpty() || groups.stream().anyMatch(it -> it.storedUpTo() < before.top()))) {
                dropCopy();
                retryNanos = System.nanoTime() + WriterLease.RENEWAL_NANOS;
                return false;
            }
            dropCopy();
            copied = 0;
        }
        return copyGroups(groups) && replace(copied == 0 && groups.isEmpty());
    }

    private void dropCopy() {
        call(commands.dropCopy());
    }

    private void call(CommandArguments command) {
        connection.sendCommand(command);
        connection.getOne();
    }

    /** Copies all entries, each behind the missing ticks below it; false if the stream changes meanwhile. */
    private boolean copyEntries() throws IOException {
        ticks.seek(StreamId.unpack(stored));
        tickIndex = -1;
        firstMissing = NO_TICK;
        inserted = 0;
        unstored = 0;
        copied = 0;
        nextTick();
        long renewed = System.nanoTime();
        StreamId last = StreamId.ZERO;
        while (true) {
            connection.sendCommand(commands.entriesAfter(last, PAGE));
            List<?> entries = (List<?>) connection.getOne();
            if (entries.isEmpty()) {
                firstMissing = Math.min(firstMissing, tickId);
                return true;
            }
            for (Object entry : entries) {
                last = StreamId.parse((byte[]) ((List<?>) entry).get(0));
                copy(last, (List<?>) ((List<?>) entry).get(1));
            }
            flush();
            if (isOverfull()) {
                return true;
            }
            if (System.nanoTime() - renewed > WriterLease.RENEWAL_NANOS) {
                renewed = System.nanoTime();
                lease.acquire(connection);
                StreamState now = StreamState.ask(connection, redis);
                if (!now.topId().equals(before.topId()) || now.length() != before.length()) {
                    return false;
                }
            }
        }
    }

    private boolean isOverfull() {
        return inserted > 0 && unstored > max;
    }

    private void copy(StreamId id, List<?> fields) throws IOException {
        long packed = StreamState.packed(id);
        while (tickId < packed && !isOverfull()) {
            firstMissing = Math.min(firstMissing, tickId);
            json.encode(ticks.tick(tickIndex));
            commands.copyTick(page, tickId, json);
            inserted++;
            unstored++;
            countPaged();
            nextTick();
        }
        if (tickId == packed) {
            nextTick();
        }
        if (packed > stored) {
            unstored++;
        }
        commands.copyEntry(page, id, fields);
        countPaged();
    }

    private void countPaged() {
        copied++;
        if (++paged == PAGE) {
            flush();
        }
    }

    private void flush() {
        connection.sendEncoded(page.bytes(), page.length());
        List<Object> replies = connection.getMany(paged);
        page.clear();
        paged = 0;
        WriterLease.throwFirstError(replies);
    }

    /** Goes to the journal's next tick that is not stored. */
    private void nextTick() throws IOException {
        do {
            while (++tickIndex >= ticks.count()) {
                if (!ticks.next()) {
                    tickId = NO_TICK;
                    return;
                }
                tickIndex = -1;
            }
            tickId = ticks.id(tickIndex);
        } while (tickId <= stored);
    }

    private boolean copyGroups(List<Group> groups) {
        for (Group it : groups) {
            if (it.storedUpTo() == StreamState.UNKNOWN) {
                return false;
            }
            call(commands.copyGroup(it.name(), Math.min(it.storedUpTo(), firstMissing - 1)));
        }
        return true;
    }

    /** @param isCopyEmpty true if the copy, and so the stream, has neither entries nor groups: there is no such key */
    private boolean replace(boolean isCopyEmpty) {
        StreamBatch replacement = new StreamBatch(lease);
        replacement.addOther(isCopyEmpty ? commands.delete() : commands.replaceByCopy());
        replacement.send(connection);
        boolean isReplaced = replacement.settle(connection) != WriterLease.LOST;
        if (isReplaced) {
            LOG.warn("The stream lacked {} ticks that are not stored: they were put in their places", inserted);
        }
        return isReplaced;
    }
}
