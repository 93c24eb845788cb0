package dev.liquidity.common.config;

import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.market.TradingHours;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads the trading days: {@code calendar.yaml} of the jar or the file that the configuration names instead, and what
 * the configuration adds. A file has the keys {@code holidays} and {@code special_sessions}, and at least one holiday.
 */
public final class CalendarFile {
    private static final String SECTION = "calendar";
    private static final String BUILT_IN = "/calendar.yaml";

    private CalendarFile() {}

    /** NSE's trading days as far as this version knows them. */
    public static TradingCalendar builtIn() {
        Faults faults = new Faults(BUILT_IN);
        try (InputStream in = CalendarFile.class.getResourceAsStream(BUILT_IN)) {
            TradingCalendar calendar = parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), faults);
            faults.throwIfAny();
            return calendar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Unfit e) {
            throw new IllegalStateException(BUILT_IN + " " + e.getMessage(), e);
        }
    }

    /** The configured calendar. A file's faults are those of {@code calendar.file}. */
    static TradingCalendar read(Reading read) {
        Path file = read.get(Schema.CALENDAR_FILE);
        TradingCalendar base = file == null ? builtIn() : named(file, read);
        return base.with(
                Objects.requireNonNullElse(read.get(Schema.HOLIDAYS), Set.of()),
                Objects.requireNonNullElse(read.get(Schema.SPECIAL_SESSIONS), Map.of()));
    }

    private static TradingCalendar named(Path file, Reading read) {
        Faults faults = new Faults(file.toString());
        try {
            TradingCalendar calendar = parse(YamlFile.text(file), faults);
            if (calendar.holidays().isEmpty() && faults.lines().isEmpty()) {
                faults.add("holidays", "none is listed");
            }
            for (String line : faults.lines()) {
                read.fault(Schema.CALENDAR_FILE, file + ": " + line.replaceFirst("^" + SECTION + "\\.", ""));
            }
            return calendar;
        } catch (Unfit e) {
            read.fault(Schema.CALENDAR_FILE, file + " " + e.getMessage());
            return new TradingCalendar(Set.of(), Map.of());
        }
    }

    private static TradingCalendar parse(String text, Faults faults) throws Unfit {
        Map<String, Written> values = YamlFile.parse(SECTION, text, "", faults);
        if (values.containsKey(Schema.CALENDAR_FILE.path())) {
            faults.add(Schema.CALENDAR_FILE.path(), "unknown key; a calendar can't name another");
        }
        Set<LocalDate> holidays = value(Schema.HOLIDAYS, values, faults);
        Map<LocalDate, TradingHours> sessions = value(Schema.SPECIAL_SESSIONS, values, faults);
        return new TradingCalendar(
                Objects.requireNonNullElse(holidays, Set.of()), Objects.requireNonNullElse(sessions, Map.of()));
    }

    /** @return null if the key is missing or has a fault */
    private static <T> T value(Key<T> key, Map<String, Written> values, Faults faults) {
        try {
            Written written = values.get(key.path());
            return written == null ? null : key.read(written);
        } catch (Unfit e) {
            faults.add(key.path(), e.getMessage());
            return null;
        }
    }
}
