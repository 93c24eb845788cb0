package dev.liquidity.connector.kite.instruments;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An underlying's expiries as its dump lists them. Nothing is taken from a calendar: weekdays change by circular, holidays shift them.
 * A monthly expiry is the last one that is listed in its month.
 */
final class Expiries {
    private final NavigableSet<LocalDate> ahead = new TreeSet<>();
    private final NavigableSet<LocalDate> monthly;

    /** The expiries from a day on; one on that day still counts. */
    Expiries(Collection<LocalDate> listed, LocalDate today) {
        TreeMap<YearMonth, LocalDate> last = new TreeMap<>();
        for (LocalDate expiry : listed) {
            if (!expiry.isBefore(today)) {
                ahead.add(expiry);
                last.merge(YearMonth.from(expiry), expiry, (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        monthly = new TreeSet<>(last.values());
    }

    /** The next so many of any kind, and the next so many monthly ones, together. */
    NavigableSet<LocalDate> next(int ofAnyKind, int ofMonths) {
        NavigableSet<LocalDate> selected = new TreeSet<>();
        ahead.stream().limit(ofAnyKind).forEach(selected::add);
        monthly.stream().limit(ofMonths).forEach(selected::add);
        return selected;
    }

    boolean isMonthly(LocalDate expiry) {
        return monthly.contains(expiry);
    }

    boolean isEmpty() {
        return ahead.isEmpty();
    }
}
