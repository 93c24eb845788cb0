package dev.liquidity.receiver.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.liquidity.common.market.Index;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.receiver.archive.DayTables;
import dev.liquidity.receiver.liquidity.Measure;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
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
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Answers requests about recorded days with JSON, which DuckDB makes: the questions are {@code sql/*.sql}. Thread-safe.
 */
final class Answers {
    private static final int TREND_DAYS = 20;
    private static final List<Integer> LOTS = List.of(1, 5, 10, 50);
    private static final List<Integer> LEVELS = List.of(0, 1, 2, 3, 4);
    private static final Pattern MEASURE = Pattern.compile("\\{measure: (\\w+)}");

    private static final long RECORDING_MILLIS = 10_000;

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
     * @return null if there is no such request
     * @throws IllegalArgumentException if a parameter is wrong
     */
    String answer(String path, Parameters parameters) throws SQLException, IOException {
        return switch (path) {
            case "/api/dates" -> dates();
            case "/api/measures" -> measures();
            case "/api/day" -> ask("day", parameters, Map.of());
            case "/api/overview" -> overview(parameters);
            case "/api/minutes" -> minutes(parameters);
            case "/api/chain" -> ask("chain", parameters, Map.of(), "underlying", "expiry");
            case "/api/smile" -> smile(parameters);
            case "/api/cost" -> cost(parameters);
            case "/api/heatmap" -> heatmap(parameters);
            case "/api/book" -> book(parameters);
            default -> null;
        };
    }

    private String overview(Parameters parameters) throws SQLException, IOException {
        NavigableSet<LocalDate> days = tables.dates().headSet(parameters.date("date"), true);
        List<LocalDate> last =
                days.stream().skip(Math.max(0, days.size() - TREND_DAYS)).toList();
        String overview = ask("overview", parameters, Map.of());
        String trend = tables.answer(question("trend", Map.of()), Map.of(), last);
        return overview.substring(0, overview.length() - 1) + ",\"spread\":" + trend + "}";
    }

    private String minutes(Parameters parameters) throws SQLException, IOException {
        List<Measure> measures = Stream.of(parameters.text("measures").split(","))
                .distinct()
                .map(Answers::measure)
                .toList();
        Map<String, String> pieces = Map.of(
                "symbols", "'" + parameters.text("symbols").replace(",", "', '") + "'",
                "measures", list(measures, m -> "round(" + m.sql() + ", 4) AS m_" + m.name()),
                "lists", list(measures, m -> "list(m_%1$s ORDER BY minute) AS m_%1$s".formatted(m.name())),
                "struct", list(measures, m -> "'%1$s': coalesce(m_%1$s, [])".formatted(m.name())));
        return ask("minutes", parameters, pieces);
    }

    private String smile(Parameters parameters) throws SQLException, IOException {
        boolean isOfDay = parameters.optional("minute") == null;
        Map<String, String> pieces =
                isOfDay ? Map.of("rows", "days", "when", "") : Map.of("rows", "minutes", "when", "| minute = $minute");
        return ask("smile", parameters, pieces, "underlying");
    }

    private String heatmap(Parameters parameters) throws SQLException, IOException {
        Measure measure = measure(parameters.text("measure"));
        Map<String, String> pieces = Map.of("chosen", measure.sql(), "unit", "'" + measure.unit() + "'");
        return ask("heatmap", parameters, pieces, "underlying", "expiry", "type");
    }

    private String cost(Parameters parameters) throws SQLException, IOException {
        String[] future =
                ask("future", parameters, Map.of(), "underlying", "expiry").split(",");
        Map<String, String> pieces = new HashMap<>();
        pieces.put("future", "'" + future[0] + "'");
        pieces.put("low", future[1]);
        pieces.put("high", future[2]);
        pieces.put(
                "costs",
                lots("{measure: buy_cost_#} + {measure: sell_cost_#} AS cost_#,"
                        + " greatest({measure: buy_thin_#}, {measure: sell_thin_#}) AS thin_#"));
        pieces.put("sums", lots("if(count(cost_#) = 2, sum(cost_#), NULL) AS cost_#, max(thin_#) AS thin_#"));
        pieces.put(
                "columns",
                lots("f.cost_# AS future_cost_#, s.cost_# AS synthetic_cost_#, f.thin_# AS thin_#,"
                        + " s.thin_# AS synthetic_thin_#"));
        pieces.put(
                "lists",
                list(
                        List.of("future_cost", "synthetic_cost", "thin", "synthetic_thin"),
                        name -> "'" + name + "': {" + lots("'#': list(round(" + name + "_#, 4) ORDER BY minute)")
                                + "}"));
        return ask("cost", parameters, pieces, "underlying", "expiry");
    }

    private static String lots(String piece) {
        return list(LOTS, lots -> piece.replace("#", lots.toString()));
    }

    private String book(Parameters parameters) throws SQLException, IOException {
        long from = millis(parameters.date("date"), LocalTime.parse(parameters.text("from")));
        long to = millis(parameters.date("date"), LocalTime.parse(parameters.text("to")));
        if (from >= to) {
            throw new IllegalArgumentException("The parameter from must be earlier than to");
        }
        long most = Long.parseLong(parameters.text("columns"));
        long width = Math.max(1000, -Math.floorDiv(from - to, most));
        Map<String, String> pieces = Map.of(
                "from", Long.toString(from),
                "begin", Long.toString(new StreamId(from, 0).pack()),
                "end", Long.toString(new StreamId(to, 0).pack()),
                "width", Long.toString(width),
                "columns", Long.toString(-Math.floorDiv(from - to, width)),
                "levels",
                        list(
                                List.of("bid", "ask"),
                                side -> list(
                                        LEVELS,
                                        level ->
                                                "{'price': %1$s_price_%2$d, 'quantity': %1$s_quantity_%2$d, 'side': %3$d}"
                                                        .formatted(side, level, side.equals("bid") ? 0 : 1))));
        return ask("book", parameters, pieces, "symbol");
    }

    private static long millis(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(Ist.ZONE).toInstant().toEpochMilli();
    }

    private String dates() throws SQLException, IOException {
        Set<LocalDate> dates = tables.dates();
        long newest = 0;
        String fault = null;
        try {
            newest = live.newestMillis();
        } catch (JedisException | UserException e) {
            fault = e instanceof UserException
                    ? e.getMessage()
                    : "Redis does not answer: " + RedisConnections.reason(e);
        }
        boolean isRecording = clock.millis() - newest < RECORDING_MILLIS;
        String redis = fault;
        return Json.text(json -> {
            json.writeStringField("today", Ist.date(clock.instant()).toString());
            json.writeBooleanField("isRecording", isRecording);
            json.writeStringField("redis", redis);
            json.writeArrayFieldStart("dates");
            for (LocalDate date : dates) {
                json.writeString(date.toString());
            }
            json.writeEndArray();
        });
    }

    private static String measures() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            json.writeStartArray();
            for (Measure measure : Measure.ALL) {
                json.writeStartObject();
                json.writeStringField("name", measure.name());
                json.writeStringField("unit", measure.unit());
                json.writeStringField("meaning", measure.meaning());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text.toString();
    }

    /** What went wrong, in one sentence for the reader of the page. */
    static String reason(Exception e) {
        return "The data can't be read now: " + DayTables.reason(e);
    }

    private static <T> String list(Collection<T> values, Function<T, String> piece) {
        return values.stream().map(piece).collect(Collectors.joining(", "));
    }

    private static Measure measure(String name) {
        return Measure.ALL.stream()
                .filter(measure -> measure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no measure of this name; those in /api/measures are known"));
    }

    /** Asks a question about the day of a request. */
    private String ask(String name, Parameters parameters, Map<String, String> pieces, String... needed)
            throws SQLException, IOException {
        LocalDate date = parameters.date("date");
        Map<String, String> values = new HashMap<>();
        for (String parameter : needed) {
            parameters.text(parameter);
        }
        for (String parameter : List.of("date", "underlying", "expiry", "minute", "type", "symbol")) {
            values.put(parameter, parameters.optional(parameter));
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
        long end = millis(
                date,
                minute == null
                        ? LocalTime.MAX
                        : LocalTime.parse(minute).plusMinutes(1).minusNanos(1));
        values.put("end", Long.toString(new StreamId(end + 1, 0).pack()));
        return tables.answer(question(name, pieces), values, List.of(date));
    }

    /** The text of a question, with its pieces and the formulas of measures put in. */
    private static String question(String name, Map<String, String> pieces) throws IOException {
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
}
