package dev.liquidity.common.market;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The days on which the exchange trades: weekdays that are not holidays, and days with a special session, whatever they
 * are otherwise. In a year without a list of holidays every weekday counts: recording on a holiday costs nothing, and a
 * missed day is lost. {@link #missingLists} says so. Immutable.
 *
 * @param specialSessions days with hours of their own, such as Muhurat's or a Saturday's
 */
public record TradingCalendar(Set<LocalDate> holidays, Map<LocalDate, TradingHours> specialSessions) {
    /** An exchange lists 12 to 17 holidays on weekdays. Fewer than these are single dates that somebody added. */
    private static final int LEAST_LISTED = 8;

    public TradingCalendar {
        holidays = Set.copyOf(holidays);
        specialSessions = Map.copyOf(specialSessions);
    }

    /** This calendar with more days. They win over its own: a holiday also cancels a special session of that day. */
    public TradingCalendar with(Set<LocalDate> moreHolidays, Map<LocalDate, TradingHours> moreSessions) {
        Set<LocalDate> allHolidays = new HashSet<>(holidays);
        allHolidays.addAll(moreHolidays);
        Map<LocalDate, TradingHours> allSessions = new HashMap<>(specialSessions);
        allSessions.keySet().removeAll(moreHolidays);
        allSessions.putAll(moreSessions);
        return new TradingCalendar(allHolidays, allSessions);
    }

    /** Whether the exchange trades on a date in India. */
    public boolean isTradingDay(LocalDate date) {
        return specialSessions.containsKey(date) || !isWeekend(date) && !holidays.contains(date);
    }

    /** The hours of a day's special session; empty on other days. */
    public Optional<TradingHours> specialSession(LocalDate date) {
        return Optional.ofNullable(specialSessions.get(date));
    }

    /** The date itself, or the first trading day after it. */
    public LocalDate onOrAfter(LocalDate date) {
        LocalDate day = date;
        while (!isTradingDay(day)) {
            day = day.plusDays(1);
        }
        return day;
    }

    /**
     * A line for a person about each year whose list of holidays is missing: today's, and from November on the next
     * one, which the exchange announces in December.
     */
    public List<String> missingLists(LocalDate today) {
        List<String> lines = new ArrayList<>();
        int lastWanted = today.getYear() + (today.getMonth().compareTo(Month.NOVEMBER) < 0 ? 0 : 1);
        for (int year = today.getYear(); year <= lastWanted; year++) {
            long listed = listedIn(year);
            if (listed < LEAST_LISTED) {
                lines.add("The holidays of " + year + " are not known (" + listed + " listed): every other weekday"
                        + " counts as a trading day; add the exchange's list under calendar in the configuration");
            }
        }
        return lines;
    }

    private long listedIn(int year) {
        return holidays.stream()
                .filter(day -> day.getYear() == year && !isWeekend(day))
                .count();
    }

    private static boolean isWeekend(LocalDate date) {
        DayOfWeek day = date.getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }
}
