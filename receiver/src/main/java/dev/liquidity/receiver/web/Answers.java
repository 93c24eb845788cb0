package dev.liquidity.receiver.web;

import dev.liquidity.common.market.Index;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.receiver.archive.DayTables;
import dev.liquidity.receiver.liquidity.Measure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
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

/** Answers the page's requests with JSON, which DuckDB makes: the questions are {@code sql/*.sql}. Thread-safe. */
final class Answers {
    private static final int TREND_DAYS = 20;
    private static final int MOST_COLUMNS = 2000;
    private static final int MOST_SYMBOLS = 20;
    private static final Pattern MEASURE = Pattern.compile("\\{measure: (\\w+)}");

    /** Neither quotes nor braces. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9 &:,._-]{1,1000}");

    private final DayTables tables;
    private final Live live;
    private final InstantSource clock;

    Answers(DayTables tables, Live live, InstantSource clock) {
        this.tables = tables;
        this.live = live;
        this.clock = clock;
    }

    /**
     * Answers a request.
     *
     * @param given its parameters
     * @return null if there is no such request
     * @throws IllegalArgumentException if a parameter is wrong
     * @throws java.time.DateTimeException if a date or a time is none
     */
    String answer(String path, Map<String, String> given) throws SQLException, IOException {
        Map<String, String> values = new HashMap<>(given);
        values.forEach((name, value) -> require(VALUE.matcher(value).matches(), "The parameter " + name + " is wrong"));
        return switch (path) {
            case "/api/dates" -> dates();
            case "/api/measures" -> ask("measures", Map.of("all", list(Measure.ALL, Answers::described)), Map.of());
            case "/api/day" -> ofDay("day", Map.of(), values);
            case "/api/overview" -> overview(values);
            case "/api/minutes" -> minutes(values);
            case "/api/chain" -> ofDay("chain", Map.of(), values, "underlying", "expiry");
            case "/api/smile" -> smile(values);
            case "/api/cost" -> cost(values);
            case "/api/heatmap" -> heatmap(values);
            case "/api/book" -> book(values);
            default -> null;
        };
    }

    private String dates() throws SQLException, IOException {
        Map<String, String> values = new HashMap<>(live.state());
        values.put("now", Long.toString(clock.millis()));
        values.put("today", Ist.date(clock.instant()).toString());
        values.put("dates", list(tables.dates(), LocalDate::toString).replace(" ", ""));
        return ask("dates", Map.of(), values);
    }

    private static String described(Measure measure) {
        return "{'name': '" + measure.name() + "', 'unit': '" + measure.unit() + "', 'meaning': '"
                + measure.meaning().replace("'", "''") + "'}";
    }

    private String overview(Map<String, String> values) throws SQLException, IOException {
        NavigableSet<LocalDate> days = tables.dates().headSet(date(values), true);
        String overview = ofDay("overview", Map.of(), values);
        String trend = days.isEmpty()
                ? "[]"
                : tables.answer(
                        question("trend", Map.of()),
                        Map.of(),
                        days.stream()
                                .skip(Math.max(0, days.size() - TREND_DAYS))
                                .toList());
        return overview.substring(0, overview.length() - 1) + ",\"spread\":" + trend + "}";
    }

    private String minutes(Map<String, String> values) throws SQLException, IOException {
        List<String> symbols = List.of(text(values, "symbols").split(","));
        require(symbols.size() <= MOST_SYMBOLS, "At most " + MOST_SYMBOLS + " symbols are answered at once");
        List<Measure> measures = Stream.of(text(values, "measures").split(","))
                .distinct()
                .map(Answers::measure)
                .toList();
        Map<String, String> pieces = Map.of(
                "symbols", list(symbols, symbol -> "'" + symbol + "'"),
                "sums", list(measures, m -> "round(" + m.sql() + ", 4) AS m_" + m.name()),
                "lists", list(measures, m -> "list(m_%1$s ORDER BY minute) AS m_%1$s".formatted(m.name())),
                "struct", list(measures, m -> "'%1$s': coalesce(m_%1$s, [])".formatted(m.name())));
        return ofDay("minutes", pieces, values);
    }

    private String smile(Map<String, String> values) throws SQLException, IOException {
        Map<String, String> pieces = values.containsKey("minute")
                ? Map.of("rows", "liquidity_1m", "when", "| minute = $minute")
                : Map.of("rows", "days", "when", "");
        return ofDay("smile", pieces, values, "underlying");
    }

    private String cost(Map<String, String> values) throws SQLException, IOException {
        String[] future =
                ofDay("future", Map.of(), values, "underlying", "expiry").split(",");
        values.put("future", future[0].isEmpty() ? null : future[0]);
        values.put("low", future[1]);
        values.put("high", future[2]);
        return ofDay("cost", Map.of(), values);
    }

    private String heatmap(Map<String, String> values) throws SQLException, IOException {
        Measure measure = measure(text(values, "measure"));
        values.put("unit", measure.unit());
        return ofDay("heatmap", Map.of("measure", measure.sql()), values, "underlying", "expiry", "type");
    }

    private String book(Map<String, String> values) throws SQLException, IOException {
        long from = millis(date(values), LocalTime.parse(text(values, "from")));
        long to = millis(date(values), LocalTime.parse(text(values, "to")));
        long most = Long.parseLong(text(values, "columns"));
        require(from < to, "The time from must be earlier than to");
        require(most > 0 && most <= MOST_COLUMNS, "There are 1 to " + MOST_COLUMNS + " columns");
        long width = Math.max(1000, -Math.floorDiv(from - to, most));
        values.put("from", Long.toString(from));
        values.put("begin", Long.toString(new StreamId(from, 0).pack()));
        values.put("end", Long.toString(new StreamId(to, 0).pack()));
        values.put("width", Long.toString(width));
        values.put("columns", Long.toString(-Math.floorDiv(from - to, width)));
        return ofDay("book", Map.of(), values, "symbol");
    }

    /** Asks a question about the day of a request. */
    private String ofDay(String name, Map<String, String> pieces, Map<String, String> values, String... needed)
            throws SQLException, IOException {
        LocalDate date = date(values);
        for (String parameter : needed) {
            text(values, parameter);
        }
        String underlying = values.get("underlying");
        values.put(
                "spot",
                Index.ALL.stream()
                        .filter(index -> index.symbol().equals(underlying))
                        .map(Index::spot)
                        .findFirst()
                        .orElse(underlying));
        String minute = values.get("minute");
        long end = millis(date, minute == null ? LocalTime.of(23, 59) : LocalTime.parse(minute)) + 60_000;
        values.putIfAbsent("end", Long.toString(new StreamId(end, 0).pack()));
        return ask(name, pieces, values);
    }

    private String ask(String name, Map<String, String> pieces, Map<String, String> values)
            throws SQLException, IOException {
        LocalDate day = LocalDate.parse(values.getOrDefault("date", "1970-01-01"));
        return tables.answer(question(name, pieces), values, List.of(day));
    }

    /** The text of a question, with its pieces and the formulas of measures put in. */
    static String question(String name, Map<String, String> pieces) throws IOException {
        try (InputStream in = Answers.class.getResourceAsStream("/sql/" + name + ".sql")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> piece : pieces.entrySet()) {
                text = text.replace("{" + piece.getKey() + "}", piece.getValue());
            }
            return MEASURE.matcher(text)
                    .replaceAll(found ->
                            Matcher.quoteReplacement(measure(found.group(1)).sql()));
        }
    }

    private static Measure measure(String name) {
        return Measure.ALL.stream()
                .filter(measure -> measure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no measure " + name));
    }

    private static long millis(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(Ist.ZONE).toInstant().toEpochMilli();
    }

    private static LocalDate date(Map<String, String> values) {
        return LocalDate.parse(text(values, "date"));
    }

    static String text(Map<String, String> values, String name) {
        require(values.get(name) != null, "The parameter " + name + " is missing");
        return values.get(name);
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
