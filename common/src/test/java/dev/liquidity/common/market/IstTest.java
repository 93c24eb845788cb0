package dev.liquidity.common.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IstTest {
    private static final long SECOND = micros("2026-11-22T04:45:01Z");

    @Test
    void printsWholeSecondsWithoutAFraction() {
        assertEquals("2026-11-22T10:15:01", Ist.format(SECOND));
        assertEquals("2026-11-22T10:15:01.000250", Ist.format(SECOND + 250));
    }

    @Test
    void printsATimeForPeople() {
        assertEquals("Thu 26 Nov 08:45 IST", Ist.forPeople(Instant.parse("2026-11-26T03:15:00Z")));
        assertEquals("Fri 1 Jan 00:10 IST", Ist.forPeople(Instant.parse("2026-12-31T18:40:00Z")));
    }

    @ParameterizedTest
    @CsvSource({"PT1S, 1 min", "PT99M, 99 min", "PT1H39M1S, 2 h", "PT6H33M, 7 h", "PT47H29M, 47 h", "PT60H, 3 days"})
    void printsWhatIsLeftForPeople(Duration left, String text) {
        assertEquals(text, Ist.forPeople(left));
    }

    @Test
    void printsMicrosecondsOfWholeSecondsWhenAskedTo() {
        assertEquals("2026-11-22T10:15:01.000000", Ist.formatMicros(SECOND));
        assertEquals("1970-01-01T05:29:59.999999", Ist.formatMicros(-1));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T18:29:59.999999Z, 2026-11-22",
        "2026-11-22T18:30:00Z, 2026-11-23",
        "2026-12-31T18:30:00Z, 2027-01-01",
        "1969-12-31T18:29:59.999999Z, 1969-12-31",
    })
    void turnsTheDayAtIndiasMidnight(String utc, LocalDate date) {
        assertEquals(date, Ist.date(micros(utc)));
        assertEquals(date, Ist.date(Instant.parse(utc)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T10:15:01",
                "2026-11-22 10:15:01",
                "2026-11-22T10:15:01.0",
                "2026-11-22T04:45:01Z",
                "2026-11-22T10:15:01+05:30",
                "2026-11-22T10:15:01.0000009",
            })
    void readsTheFormsThatOthersWrite(String text) {
        assertEquals(SECOND, Ist.parseMicros(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-11-22", "10:15:01", "2026-02-30T10:15:01", "2026-11-22T25:00:00", "now"})
    void refusesAnythingElse(String text) {
        assertThrows(DateTimeException.class, () -> Ist.parseMicros(text));
    }

    @Test
    void readsBackWhatItPrints() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long micros = random.nextLong(-1_000_000_000_000_000L, 5_000_000_000_000_000L);
            assertEquals(micros, Ist.parseMicros(Ist.format(micros)));
            assertEquals(LocalDateTime.parse(Ist.format(micros)).toLocalDate(), Ist.date(micros));
        }
    }

    private static long micros(String utc) {
        Instant instant = Instant.parse(utc);
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }
}
