package dev.liquidity.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.market.TradingHours;
import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarFileTest {
    private static final LocalDate MUHURAT = LocalDate.of(2026, 11, 8);
    private static final TradingHours EVENING = new TradingHours(LocalTime.of(18, 0), LocalTime.of(19, 0));

    @TempDir
    private Path directory;

    @Test
    void isTheBuiltInOneByDefault() throws IOException {
        TradingCalendar calendar = read("");

        assertEquals(CalendarFile.builtIn(), calendar);
        assertEquals(CalendarFile.builtIn(), read("calendar: {file: null, holidays: [], special_sessions: []}"));
        assertEquals(30, calendar.holidays().size());
        assertEquals(4, calendar.specialSessions().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "calendar: {holidays: [2027-01-26], special_sessions: [{date: 2026-11-08, from: 18:00, to: '19:00'}]}",
                "calendar: {holidays: 2027-01-26, special_sessions: {date: 2026-11-08, from: '18:00:00', to: 19:00}}",
                "calendar:\n  holidays:\n    - 2027-01-26\n"
                        + "  special_sessions:\n    - date: 2026-11-08\n      from: \"18:00\"\n      to: \"19:00\"\n",
            })
    void addsTheConfigurationsDays(String yaml) throws IOException {
        TradingCalendar calendar = read(yaml);

        assertFalse(calendar.isTradingDay(LocalDate.of(2027, 1, 26)));
        assertEquals(EVENING, calendar.specialSessions().get(MUHURAT), "in place of the built-in hours");
        assertEquals(
                CalendarFile.builtIn().with(Set.of(LocalDate.of(2027, 1, 26)), Map.of(MUHURAT, EVENING)), calendar);
    }

    @Test
    void takesAFileInPlaceOfTheBuiltInList() throws IOException {
        Path file = directory.resolve("days.yaml");
        Files.writeString(
                file,
                "holidays: [2027-01-26]  # Republic Day\nspecial_sessions:\n"
                        + "  - {date: 2027-10-29, from: \"18:00\", to: \"19:00\"}\n");

        TradingCalendar calendar = read("calendar: {file: '" + file + "', holidays: [2027-03-22]}");

        assertEquals(
                new TradingCalendar(
                        Set.of(LocalDate.of(2027, 1, 26), LocalDate.of(2027, 3, 22)),
                        Map.of(LocalDate.of(2027, 10, 29), EVENING)),
                calendar);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    holidays: [2026-02-30]  | holidays: must have dates such as 2026-11-08, not '2026-02-30'
                    holidays: [26-11-2026]  | holidays: must have dates such as 2026-11-08, not '26-11-2026'
                    holidays: tomorrow      | holidays: must have dates such as 2026-11-08, not 'tomorrow'
                    holidays: [2027-01-26, 2027-01-26] \
                    | holidays: names 2027-01-26 twice
                    holidays: [[2027-01-26]] \
                    | holidays: must be a list of plain values
                    special_sessions: [{date: 2026-13-08, from: 18:00, to: 19:00}] \
                    | special_sessions: must have dates such as 2026-11-08, not '2026-13-08'
                    special_sessions: [{date: 2026-11-08, from: 19:00, to: 18:00}] \
                    | special_sessions: has a session on 2026-11-08 whose from, 19:00, is not before its to, 18:00
                    special_sessions: [{date: 2026-11-08, from: 18:00, to: 18:00}] \
                    | special_sessions: has a session on 2026-11-08 whose from, 18:00, is not before its to, 18:00
                    special_sessions: [{date: 2026-11-08, from: 6 pm, to: 19:00}] \
                    | special_sessions: must be a time of day such as "08:45", not '6 pm'
                    special_sessions: [{date: 2026-11-08, from: 18:00}] \
                    | special_sessions: must be a list of items such as {date: 2026-11-08, from: "18:00", to: "19:00"}, \
                    not '{date=2026-11-08, from=18:00}'
                    special_sessions: [{date: 2026-11-08, start: 18:00, to: 19:00}] \
                    | special_sessions: must be a list of items such as {date: 2026-11-08, from: "18:00", to: "19:00"}, \
                    not '{date=2026-11-08, start=18:00, to=19:00}'
                    special_sessions: [2026-11-08] \
                    | special_sessions: must be a list of items such as {date: 2026-11-08, from: "18:00", to: "19:00"}, \
                    not '2026-11-08'
                    special_sessions: [{date: 2026-11-08, from: 1:00, to: 2:00}, {date: 2026-11-08, from: 3:00, to: 4:00}] \
                    | special_sessions: names 2026-11-08 twice; of two sessions, give the first one's from and the last to
                    """)
    void namesWhatIsWrongByKeyInTheConfigurationAndInAFile(String yaml, String fault) throws IOException {
        Path file = directory.resolve("days.yaml");
        Files.writeString(file, yaml + (yaml.startsWith("holidays") ? "" : "\nholidays: [2027-01-26]"));

        assertEquals(List.of("calendar." + fault), faults("calendar:\n  " + yaml));
        assertEquals(List.of("calendar.file: " + file + ": " + fault), faults("calendar: {file: '" + file + "'}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    holiday: [2027-01-26]           | : holiday: unknown key; did you mean holidays?
                    holidays: []                    | : holidays: none is listed
                    ''                              | : holidays: none is listed
                    special_sessions: []            | : holidays: none is listed
                    "{file: a.yaml, holidays: [2027-01-26]}" | : file: unknown key; a calendar can't name another
                    - 2027-01-26                    | ' must contain keys (name: value), one per line'
                    """)
    void refusesAFileThatIsNoCalendar(String text, String fault) throws IOException {
        Path file = directory.resolve("days.yaml");
        Files.writeString(file, text.replaceAll("^\"|\"$", ""));

        assertEquals(fault, onlyFileFault(file).substring(file.toString().length()));
    }

    @Test
    void refusesAFileThatCantBeRead() throws IOException {
        Path latin = directory.resolve("latin.yaml");
        Files.write(latin, new byte[] {'#', (byte) 0xfc});
        Path broken = directory.resolve("broken.yaml");
        Files.writeString(broken, "holidays: [2027-01-26");

        assertEquals(directory + " is a directory; name the file in it", onlyFileFault(directory));
        assertEquals(latin + " is not UTF-8 text", onlyFileFault(latin));
        assertTrue(onlyFileFault(broken).startsWith(broken + " is not valid YAML at line 1"), onlyFileFault(broken));
        Path missing = directory.resolve("none.yaml");
        assertEquals(missing + " can't be read: " + missing, onlyFileFault(missing));
    }

    @Test
    void tellsAllFaultsOfAFileAtOnce() throws IOException {
        Path file = directory.resolve("days.yaml");
        Files.writeString(file, "holidays: [x]\nspecial_sessions: [y]\nother: 1\n");

        assertEquals(3, faults("calendar: {file: '" + file + "'}").size());
    }

    private String onlyFileFault(Path file) throws IOException {
        List<String> faults = faults("calendar: {file: '" + file + "'}");
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith("calendar.file: "), faults::toString);
        return faults.get(0).substring("calendar.file: ".length());
    }

    private List<String> faults(String yaml) {
        UserException failure = assertThrows(UserException.class, () -> read(yaml));
        return failure.getMessage().lines().skip(1).map(String::strip).toList();
    }

    private TradingCalendar read(String yaml) throws IOException {
        Path file = directory.resolve("config.yaml");
        Files.writeString(file, yaml);
        return SettingsReader.read(file, true, Map.of(), Map.of(), Role.RECEIVER)
                .settings()
                .calendar();
    }
}
