package dev.liquidity.receiver.store;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.receiver.batch.DayInstruments;
import dev.liquidity.receiver.batch.Rejection;
import dev.liquidity.receiver.batch.TickEntry;
import java.util.ArrayList;
import java.util.List;

/** What goes into one file in one transaction. Not thread-safe: used by the store-writer thread only. */
record Part(List<TickEntry> ticks, List<Rejection> rejections, List<FeedGap> gaps, List<DayInstruments> instruments) {
    Part() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
}
