package dev.liquidity.receiver.store;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.DayInstruments;
import dev.liquidity.receiver.batch.Rejection;
import dev.liquidity.receiver.batch.TickEntry;
import java.util.ArrayList;
import java.util.List;

/** What goes into one file in one transaction. Not thread-safe. */
record Part(List<TickEntry> ticks, List<Rejection> rejections, List<FeedGap> gaps, List<DayInstruments> instruments) {
    Part() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** The same without entries to acknowledge. */
    Batch batch() {
        return new Batch(ticks, rejections, gaps, instruments, List.of(), List.of(), 0, false);
    }
}
