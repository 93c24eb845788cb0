package dev.liquidity.common.market;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * India's time, which the exchange, the stream and the store use whatever the host's zone. The offset has been +05:30
 * without daylight saving since 1945, so dates and times are arithmetic.
 */
public final class Ist {
    public static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    private static final ZoneOffset OFFSET = ZoneOffset.ofHoursMinutes(5, 30);
    private static final int TENS = 10;
    private static final long MICROS = 1_000_000;

    private static final DateTimeFormatter FOR_PEOPLE = DateTimeFormatter.ofPattern("EEE d MMM HH:mm 'IST'", Locale.UK);

    private static final DateTimeFormatter READER = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .optionalEnd()
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .parseDefaulting(ChronoField.OFFSET_SECONDS, OFFSET.getTotalSeconds())
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private Ist() {}

    /** The date in India at a time given in microseconds since the epoch. */
    public static LocalDate date(long epochMicros) {
        return LocalDate.ofEpochDay(
                Math.floorDiv(Math.floorDiv(epochMicros, MICROS) + OFFSET.getTotalSeconds(), 86_400L));
    }

    /** The date in India at an instant. */
    public static LocalDate date(Instant instant) {
        return LocalDate.ofInstant(instant, OFFSET);
    }

    /** {@code 2026-11-22T10:15:01}, with six more digits if it is not a whole second. */
    public static String format(long epochMicros) {
        StringBuilder text = new StringBuilder(26);
        append(text, epochMicros, Math.floorMod(epochMicros, MICROS) != 0);
        return text.toString();
    }

    /** {@code 2026-11-22T10:15:01.000250}: always with microseconds. */
    public static String formatMicros(long epochMicros) {
        StringBuilder text = new StringBuilder(26);
        append(text, epochMicros, true);
        return text.toString();
    }

    /** {@code Thu 26 Nov 08:45 IST}: for people. */
    public static String forPeople(Instant instant) {
        return FOR_PEOPLE.format(instant.atZone(ZONE));
    }

    /** {@code 3 days}, {@code 7 h} or {@code 45 min}: a time that is left, for people. */
    public static String forPeople(Duration left) {
        long minutes = (left.toSeconds() + 59) / 60;
        long hours = (minutes + 30) / 60;
        return minutes < 100 ? minutes + " min" : hours < 48 ? hours + " h" : (hours + 12) / 24 + " days";
    }

    /**
     * Reads what {@link #format} prints, and what others print: a blank instead of the T, any fraction of a second, an
     * offset or {@code Z}; without one the time is India's.
     *
     * @return microseconds since the epoch; a finer fraction is truncated
     * @throws DateTimeException for anything else
     */
    public static long parseMicros(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text, READER);
        return Math.addExact(Math.multiplyExact(time.toEpochSecond(), MICROS), time.getNano() / 1000);
    }

    private static void append(StringBuilder text, long epochMicros, boolean withMicros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(epochMicros, MICROS), 0, OFFSET);
        text.append(time.toLocalDate()).append('T');
        digits(text, time.getHour(), TENS).append(':');
        digits(text, time.getMinute(), TENS).append(':');
        digits(text, time.getSecond(), TENS);
        if (withMicros) {
            digits(text.append('.'), (int) Math.floorMod(epochMicros, MICROS), (int) MICROS / 10);
        }
    }

    /** Prints the digits of a number from a power of ten down. */
    private static StringBuilder digits(StringBuilder text, int value, int highestUnit) {
        for (int unit = highestUnit; unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
        return text;
    }
}
