package dev.liquidity.receiver.consume;

import dev.liquidity.receiver.batch.TickEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The last few trade dates of ticks: the reader adds them, the instruments thread asks for them. Thread-safe. */
public final class DatesSeen {
    private static final int DATES = 16;

    private final Set<String> dates = new LinkedHashSet<>();

    /** Used by the reader thread only: most ticks have the date of the one before. */
    private String last;

    void add(List<TickEntry> ticks) {
        for (TickEntry entry : ticks) {
            if (!entry.tradeDate().equals(last)) {
                last = entry.tradeDate();
                add(last);
            }
        }
    }

    private synchronized void add(String date) {
        dates.remove(date);
        dates.add(date);
        if (dates.size() > DATES) {
            dates.remove(dates.iterator().next());
        }
    }

    synchronized List<String> dates() {
        return new ArrayList<>(dates);
    }
}
