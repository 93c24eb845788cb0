package dev.liquidity.common.market;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The days on which the exchange trades: weekdays that are not holidays. Special sessions on other days, such as
 * Muhurat's on Sunday, 8 November 2026, do not count: they are recorded by hand ({@code --login-now}). In a year whose
 * holidays are not listed here every weekday counts, with a warning: recording on a holiday costs nothing, and a missed
 * day is lost. Thread-safe.
 */
public final class TradingCalendar {
    private static final Logger LOG = LoggerFactory.getLogger(TradingCalendar.class);

    private final Map<Integer, Set<MonthDay>> holidays;
    private final Set<Integer> warned = ConcurrentHashMap.newKeySet();

    /** @param holidays by year; a year that is missing is unknown */
    public TradingCalendar(Map<Integer, Set<MonthDay>> holidays) {
        this.holidays = Map.copyOf(holidays);
    }

    /** NSE's trading days; its list of 2026 as published. */
    public static TradingCalendar nse() {
        return new TradingCalendar(Map.of(
                2026,
                days(
                        "01-15", "01-26", "03-03", "03-26", "03-31", "04-03", "04-14", "05-01", "05-28", "06-26",
                        "09-14", "10-02", "10-20", "11-10", "11-24", "12-25")));
    }

    private static Set<MonthDay> days(String... days) {
        return Arrays.stream(days).map(day -> MonthDay.parse("--" + day)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the exchange trades on a date in India. */
    public boolean isTradingDay(LocalDate date) {
        DayOfWeek day = date.getDayOfWeek();
        if (day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY) {
            return false;
        }
        Set<MonthDay> listed = holidays.get(date.getYear());
        if (listed == null) {
            if (warned.add(date.getYear())) {
                LOG.warn(
                        "The holidays of {} are not known to this version: every weekday counts as a trading day",
                        date.getYear());
            }
            return true;
        }
        return !listed.contains(MonthDay.from(date));
    }

    /** The date itself, or the first trading day after it. */
    public LocalDate onOrAfter(LocalDate date) {
        LocalDate day = date;
        while (!isTradingDay(day)) {
            day = day.plusDays(1);
        }
        return day;
    }
}
