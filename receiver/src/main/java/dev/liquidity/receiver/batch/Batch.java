package dev.liquidity.receiver.batch;

import dev.liquidity.common.stream.FeedGap;
import java.util.ArrayList;
import java.util.List;

/**
 * What one read brought, by kind. Immutable.
 *
 * @param tickIds IDs of all entries of the tick stream, rejected ones included, as Redis sent them: what to acknowledge
 * @param gapIds the same for the stream of feed gaps
 * @param weight its size in memory, in ticks with five levels a side
 * @param isRedisEmptied whether Redis had lost the group before this batch, and with it perhaps every key
 */
public record Batch(
        List<TickEntry> ticks,
        List<Rejection> rejections,
        List<FeedGap> gaps,
        List<DayInstruments> instruments,
        List<byte[]> tickIds,
        List<byte[]> gapIds,
        int weight,
        boolean isRedisEmptied) {
    /** Of a payload of up to 64 KB. */
    private static final int REJECTION_WEIGHT = 50;

    /** A batch of instruments, which come from a hash: there is nothing to acknowledge. */
    public static Batch of(DayInstruments instruments) {
        return new Batch(List.of(), List.of(), List.of(), List.of(instruments), List.of(), List.of(), 0, false);
    }

    /** An empty batch that tells of the loss of the group. */
    public static Batch redisEmptied() {
        return new Batch(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), 0, true);
    }

    /**
     * What to keep of it until it is acknowledged, once its contents are inserted: the IDs. Without any, it is the
     * whole batch, as nothing would bring it again.
     */
    public Batch acknowledgement() {
        return entries() == 0 ? this : new Batch(List.of(), List.of(), List.of(), List.of(), tickIds, gapIds, 0, false);
    }

    /** Number of entries to acknowledge. */
    public int entries() {
        return tickIds.size() + gapIds.size();
    }

    /** Collects a batch. Not thread-safe; used once. */
    public static final class Builder {
        private final List<TickEntry> ticks = new ArrayList<>();
        private final List<Rejection> rejections = new ArrayList<>();
        private final List<FeedGap> gaps = new ArrayList<>();
        private final List<byte[]> tickIds = new ArrayList<>();
        private final List<byte[]> gapIds = new ArrayList<>();
        private int weight;

        public void tick(TickEntry entry) {
            ticks.add(entry);
            weight += entry.weight();
        }

        public void rejection(Rejection rejection) {
            rejections.add(rejection);
            weight += REJECTION_WEIGHT;
        }

        public void gap(FeedGap gap) {
            gaps.add(gap);
            weight++;
        }

        /** Adds the ID of an entry to acknowledge with the batch. */
        public void acknowledge(boolean isGap, byte[] id) {
            (isGap ? gapIds : tickIds).add(id);
        }

        public Batch build() {
            return new Batch(ticks, rejections, gaps, List.of(), tickIds, gapIds, weight, false);
        }
    }
}
