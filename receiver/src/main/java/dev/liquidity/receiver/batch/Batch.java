package dev.liquidity.receiver.batch;

import dev.liquidity.common.stream.FeedGap;
import java.util.ArrayList;
import java.util.List;

/**
 * What one read brought, by kind. Immutable.
 *
 * @param tickIds IDs of all entries of the tick stream, rejected ones included, as Redis sent them: what to acknowledge
 * @param gapIds the same for the stream of feed gaps
 * @param isRedisEmptied whether Redis had lost the group before this batch, and with it perhaps every key
 */
public record Batch(
        List<TickEntry> ticks,
        List<Rejection> rejections,
        List<FeedGap> gaps,
        List<DayInstruments> instruments,
        List<byte[]> tickIds,
        List<byte[]> gapIds,
        boolean isRedisEmptied) {
    private static final int REJECTION_WEIGHT = 50;

    /** A batch of instruments, which come from a hash: there is nothing to acknowledge. */
    public static Batch of(DayInstruments instruments) {
        return new Batch(List.of(), List.of(), List.of(), List.of(instruments), List.of(), List.of(), false);
    }

    /** An empty batch that tells of the loss of the group. */
    public static Batch redisEmptied() {
        return new Batch(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), true);
    }

    /**
     * What to keep of it until it is acknowledged, once its contents are inserted: the IDs. Without any, it is the
     * whole batch, as nothing would bring it again.
     */
    public Batch acknowledgement() {
        return entries() == 0 ? this : new Batch(List.of(), List.of(), List.of(), List.of(), tickIds, gapIds, false);
    }

    /** Its size in memory, in ticks with five levels a side; a rejection has a payload of up to 64 KB. */
    public int weight() {
        int weight = REJECTION_WEIGHT * rejections.size();
        for (TickEntry tick : ticks) {
            weight += tick.weight();
        }
        return weight;
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

        public void tick(TickEntry entry) {
            ticks.add(entry);
        }

        public void rejection(Rejection rejection) {
            rejections.add(rejection);
        }

        public void gap(FeedGap gap) {
            gaps.add(gap);
        }

        /** Adds the ID of an entry to acknowledge with the batch. */
        public void acknowledge(boolean isGap, byte[] id) {
            (isGap ? gapIds : tickIds).add(id);
        }

        public Batch build() {
            return new Batch(ticks, rejections, gaps, List.of(), tickIds, gapIds, false);
        }
    }
}
