package dev.liquidity.common.config;

import dev.liquidity.common.market.TradingHours;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The types of the calendar's values, in the configuration and in a calendar file. */
final class CalendarKinds {
    private static final String SESSION = "{date: 2026-11-08, from: \"18:00\", to: \"19:00\"}";
    private static final Set<String> SESSION_KEYS = Set.of("date", "from", "to");

    private CalendarKinds() {}

    /** Dates, none of them twice: a list, or a text with commas. */
    static final Kind<Set<LocalDate>> DATES = written -> {
        List<String> items =
                written.isList() ? written.texts() : List.of(written.text().split(","));
        Set<LocalDate> dates = new TreeSet<>();
        for (String item : items) {
            if (!dates.add(date(item))) {
                throw new Unfit("names " + item.strip() + " twice");
            }
        }
        return Collections.unmodifiableSet(dates);
    };

    /** Days with their hours, none of them twice. */
    static final Kind<Map<LocalDate, TradingHours>> SESSIONS = written -> {
        if (!written.texts().isEmpty()) {
            throw notASession(written.texts().get(0));
        }
        Map<LocalDate, TradingHours> sessions = new TreeMap<>();
        for (Map<String, String> row : written.rows()) {
            if (!row.keySet().equals(SESSION_KEYS)) {
                throw notASession(row.toString());
            }
            LocalDate date = date(row.get("date"));
            LocalTime from = Kinds.TIME_OF_DAY.read(Written.one(written.origin(), row.get("from")));
            LocalTime to = Kinds.TIME_OF_DAY.read(Written.one(written.origin(), row.get("to")));
            if (!from.isBefore(to)) {
                throw new Unfit("has a session on " + date + " whose from, " + from + ", is not before its to, " + to);
            }
            if (sessions.put(date, new TradingHours(from, to)) != null) {
                throw new Unfit("names " + date + " twice; of two sessions, give the first one's from and the last to");
            }
        }
        return Collections.unmodifiableMap(sessions);
    };

    private static LocalDate date(String text) throws Unfit {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeException e) {
            throw new Unfit("must have dates such as 2026-11-08, not " + Kinds.quoted(text));
        }
    }

    private static Unfit notASession(String text) {
        return new Unfit("must be a list of items such as " + SESSION + ", not " + Kinds.quoted(text));
    }
}
