package dev.liquidity.sandbox.market;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When the sandbox's contracts expire: on a day of the week, on the trading day before when that is a holiday. */
final class ExpiryCalendar {
    /** NSE's holidays of 2026. */
    private static final Set<LocalDate> HOLIDAYS = Stream.of(
                    "01-15", "01-26", "03-03", "03-26", "03-31", "04-03", "04-14", "05-01", "05-28", "06-26", "09-14",
                    "10-02", "10-20", "11-10", "11-24", "12-25")
            .map(day -> LocalDate.parse("2026-" + day))
            .collect(Collectors.toUnmodifiableSet());

    private ExpiryCalendar() {}

    /** The next weekly expiries, ascending, the first on {@code from} or later. */
    static SortedSet<LocalDate> weekly(LocalDate from, DayOfWeek day, int count) {
        SortedSet<LocalDate> expiries = new TreeSet<>();
        LocalDate next = from.with(TemporalAdjusters.nextOrSame(day));
        while (expiries.size() < count) {
            LocalDate expiry = tradingDayUntil(next);
            if (!expiry.isBefore(from)) {
                expiries.add(expiry);
            }
            next = next.plusWeeks(1);
        }
        return expiries;
    }

    /** The next monthly expiries, ascending, the first on {@code from} or later. */
    static SortedSet<LocalDate> monthly(LocalDate from, DayOfWeek day, int count) {
        SortedSet<LocalDate> expiries = new TreeSet<>();
        YearMonth month = YearMonth.from(from);
        while (expiries.size() < count) {
            LocalDate expiry = tradingDayUntil(month.atEndOfMonth().with(TemporalAdjusters.previousOrSame(day)));
            if (!expiry.isBefore(from)) {
                expiries.add(expiry);
            }
            month = month.plusMonths(1);
        }
        return expiries;
    }

    private static LocalDate tradingDayUntil(LocalDate day) {
        LocalDate tradingDay = day;
        while (tradingDay.getDayOfWeek() == DayOfWeek.SATURDAY
                || tradingDay.getDayOfWeek() == DayOfWeek.SUNDAY
                || HOLIDAYS.contains(tradingDay)) {
            tradingDay = tradingDay.minusDays(1);
        }
        return tradingDay;
    }
}
