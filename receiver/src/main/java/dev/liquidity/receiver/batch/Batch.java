package dev.liquidity.receiver.batch;

import dev.liquidity.common.stream.FeedGap;
import java.util.ArrayList;
import java.util.List;

/**
 * What one read brought, sorted by what it is. Not changed after {@link Builder#build()}.
 *
 * @param tickIds the IDs of all entries of the tick stream, kept or rejected, as Redis sent them: what is to be acknowledged
 * @param gapIds the same of the stream of feed gaps
 */
public record Batch(
        List<TickEntry> ticks,
        List<Rejection> rejections,
        List<FeedGap> gaps,
        List<DayInstruments> instruments,
        List<byte[]> tickIds,
        List<byte[]> gapIds) {
    private static final int REJECTION_WEIGHT = 50;

    /** Instruments that came another way than by a stream: there is nothing to acknowledge. */
    public static Batch of(DayInstruments instruments) {
        return new Batch(List.of(), List.of(), List.of(), List.of(instruments), List.of(), List.of());
    }

    /** What it costs to hold it, in ticks of five levels a side: a rejection keeps a payload of up to 64 KB. */
    public int weight() {
        int weight = REJECTION_WEIGHT * rejections.size();
        for (TickEntry tick : ticks) {
            weight += tick.weight();
        }
        return weight;
    }

    /** Entries that it acknowledges. */
    public int entries() {
        return tickIds.size() + gapIds.size();
    }

    /** Collects a batch. */
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

        /** Notes an ID that is to be acknowledged with the batch. */
        public void acknowledge(boolean isGap, byte[] id) {
            (isGap ? gapIds : tickIds).add(id);
        }

        public Batch build() {
            return new Batch(ticks, rejections, gaps, List.of(), tickIds, gapIds);
        }
    }
}
