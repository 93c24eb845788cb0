package dev.liquidity.connector.kite.instruments;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An underlying's expiries as the dump lists them, and not by a calendar: weekdays change by circular, holidays shift
 * them. The last listed expiry of a month is a monthly one. Immutable.
 */
final class Expiries {
    private final NavigableSet<LocalDate> ahead = new TreeSet<>();
    private final NavigableSet<LocalDate> monthly;

    /** @param today earlier expiries are ignored */
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

    /** Selects the next expiries of any kind, and the next monthly ones. */
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
