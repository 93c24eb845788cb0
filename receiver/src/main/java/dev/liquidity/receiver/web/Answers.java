package dev.liquidity.receiver.web;

import dev.liquidity.common.market.Index;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.receiver.archive.DayTables;
import dev.liquidity.receiver.liquidity.Measure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers questions about recorded days with JSON, which DuckDB makes: each is a file of {@code sql}, and a request
 * gives it values. Thread-safe.
 */
final class Answers {
    private static final int TREND_DAYS = 20;
    private static final int MOST_COLUMNS = 2000;
    private static final int MOST_SYMBOLS = 20;
    private static final long SECOND_MILLIS = 1000;
    private static final long MINUTE_MILLIS = 60_000;
    private static final Pattern MEASURE = Pattern.compile("\\{measure: (\\w+)}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9 &:,._-]{1,1000}");

    private final DayTables tables;

    Answers(DayTables tables) {
        this.tables = tables;
    }

    /** The dates that there are, as a JSON array. */
    String dates() {
        return "[" + list(tables.dates(), date -> "\"" + date + "\"") + "]";
    }

    /**
     * Answers a question.
     *
     * @return null if there is no such question
     * @throws IllegalArgumentException if a value is wrong
     * @throws DateTimeException if a date or a time is none
     */
    String answer(String name, Map<String, String> given) throws IOException {
        String question = question(name, given);
        LocalDate date = LocalDate.parse(given.getOrDefault("date", "2000-01-01"));
        List<LocalDate> days = List.of(date);
        if (name.equals("overview")) {
            NavigableSet<LocalDate> all = tables.dates().headSet(date, false);
            days = Stream.concat(all.stream().skip(Math.max(0, all.size() - TREND_DAYS + 1)), days.stream())
                    .toList();
        }
        return question == null ? null : tables.answer(question, values(date, given), days);
    }

    /** Writes the rows that a question yields to a file. */
    void write(String name, LocalDate date, Map<String, String> given, Path csv) throws IOException {
        tables.write(question(name, given), values(date, given), List.of(date), csv);
    }

    /** The text of a question, with what depends on the choice of measures put in; null if there is none. */
    private static String question(String name, Map<String, String> given) throws IOException {
        given.forEach((key, value) -> require(VALUE.matcher(value).matches(), "The parameter " + key + " is wrong"));
        try (InputStream in = Answers.class.getResourceAsStream("/sql/" + name + ".sql")) {
            if (in == null) {
                return null;
            }
            List<String> symbols = List.of(given.getOrDefault("symbols", "").split(","));
            require(symbols.size() <= MOST_SYMBOLS, "At most " + MOST_SYMBOLS + " symbols are answered at once");
            List<Measure> measures = Stream.of(
                            given.getOrDefault("measures", "spread").split(","))
                    .distinct()
                    .map(Answers::measure)
                    .toList();
            Measure one = measure(given.getOrDefault("measure", "spread"));
            boolean isOfMinute = given.containsKey("minute");
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{chosen}", one.sql())
                    .replace("{unit}", one.unit())
                    .replace("{rows}", isOfMinute ? "liquidity_1m" : "by_tradingsymbol")
                    .replace("{when}", isOfMinute ? "| minute = $minute" : "")
                    .replace("{symbols}", list(symbols, symbol -> "'" + symbol + "'"))
                    .replace("{sums}", list(measures, m -> "round(%s, 4) AS m_%s".formatted(m.sql(), m.name())))
                    .replace(
                            "{lists}",
                            list(measures, m -> "list(m_%1$s ORDER BY minute) AS m_%1$s".formatted(m.name())))
                    .replace("{struct}", list(measures, m -> "'%1$s': coalesce(m_%1$s, [])".formatted(m.name())))
                    .replace("{all}", list(Measure.ALL, m -> m.sql() + " AS " + m.name()))
                    .replace(
                            "{described}",
                            list(
                                    Measure.ALL,
                                    m -> "('%s', '%s', '%s')"
                                            .formatted(
                                                    m.name(),
                                                    m.unit(),
                                                    m.meaning().replace("'", "''"))));
            return MEASURE.matcher(text)
                    .replaceAll(found ->
                            Matcher.quoteReplacement(measure(found.group(1)).sql()));
        }
    }

    /** What a request gives, and what follows from it. */
    private static Map<String, String> values(LocalDate date, Map<String, String> given) {
        Map<String, String> values = new HashMap<>(given);
        values.put(
                "spot",
                Index.ALL.stream()
                        .filter(index -> index.symbol().equals(given.get("underlying")))
                        .map(Index::spot)
                        .findFirst()
                        .orElse(given.get("underlying")));
        long from = millis(date, given.getOrDefault("from", "00:00"));
        long to = given.containsKey("to")
                ? millis(date, given.get("to"))
                : millis(date, given.getOrDefault("minute", "23:59")) + MINUTE_MILLIS;
        long most = Long.parseLong(given.getOrDefault("columns", "600"));
        require(from < to, "The time from must be earlier than to");
        require(most > 0 && most <= MOST_COLUMNS, "There are 1 to " + MOST_COLUMNS + " columns");
        long width = Math.max(SECOND_MILLIS, (to - from + most - 1) / most);
        values.put("millis", "" + from);
        values.put("width", "" + width);
        values.put("columns", "" + (to - from + width - 1) / width);
        values.put("begin", "" + new StreamId(from, 0).pack());
        values.put("end", "" + new StreamId(to, 0).pack());
        return values;
    }

    private static long millis(LocalDate date, String time) {
        return date.atTime(LocalTime.parse(time)).atZone(Ist.ZONE).toInstant().toEpochMilli();
    }

    private static Measure measure(String name) {
        return Measure.ALL.stream()
                .filter(measure -> measure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no measure " + name));
    }

    private static void require(boolean isRight, String sentence) {
        if (!isRight) {
            throw new IllegalArgumentException(sentence);
        }
    }

    private static <T> String list(Collection<T> values, Function<T, String> piece) {
        return values.stream().map(piece).collect(Collectors.joining(", "));
    }
}
