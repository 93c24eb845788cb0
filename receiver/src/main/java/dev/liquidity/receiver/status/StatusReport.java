package dev.liquidity.receiver.status;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;
import static java.time.temporal.ChronoUnit.SECONDS;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.liquidity.common.market.Ist;
import dev.liquidity.receiver.status.Line.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The verdicts at one moment. Immutable. */
public record StatusReport(Instant at, List<Line> lines) {
    private static final int COLUMNS = 80;
    private static final int VERDICT = "WRONG ".length();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm:ss 'IST'", Locale.UK);
    private static final Map<Verdict, String> COLOURS = Map.of(
            Verdict.OK, "\033[32m",
            Verdict.WATCH, "\033[33m",
            Verdict.WRONG, "\033[1;31m");
    private static final String PLAIN = "\033[0m";

    /** Whether somebody must do something. */
    public boolean isWrong() {
        return worst() == Verdict.WRONG;
    }

    private Verdict worst() {
        return lines.stream().map(Line::verdict).max(Verdict::compareTo).orElse(Verdict.OK);
    }

    /** A table of lines that are no longer than 80 characters. */
    public String table(boolean isColoured) {
        StringBuilder table = new StringBuilder();
        int names =
                2 + lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        table.append(TIME.format(at.atZone(Ist.ZONE))).append("   ").append(coloured(worst(), 0, isColoured));
        for (Line line : lines) {
            table.append("\n")
                    .append(line.name())
                    .append(" ".repeat(names - line.name().length()));
            table.append(coloured(line.verdict(), VERDICT, isColoured));
            String indent = "\n" + " ".repeat(names + VERDICT);
            int width = Math.max(20, COLUMNS - names - VERDICT);
            table.append(String.join(indent, folded(line.value(), width)));
            if (line.advice() != null) {
                table.append(indent)
                        .append("-> ")
                        .append(String.join(indent + "   ", folded(line.advice(), width - 3)));
            }
        }
        return table.append("\n").toString();
    }

    private static String coloured(Verdict verdict, int width, boolean isColoured) {
        String word = verdict == Verdict.WRONG ? "WRONG" : word(verdict);
        String padding = " ".repeat(Math.max(0, width - word.length()));
        return (isColoured ? COLOURS.get(verdict) + word + PLAIN : word) + padding;
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> folded(String text, int width) {
        List<String> rows = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > 0 ? blank : width;
            rows.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        rows.add(rest);
        return rows;
    }

    /** One line: {@code at}, {@code verdict}, {@code lines}. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField(
                    "at", ISO_OFFSET_DATE_TIME.format(at.truncatedTo(SECONDS).atZone(Ist.ZONE)));
            json.writeStringField("verdict", word(worst()));
            json.writeArrayFieldStart("lines");
            for (Line line : lines) {
                json.writeStartObject();
                json.writeStringField("name", line.name());
                json.writeStringField("verdict", word(line.verdict()));
                json.writeStringField("value", line.value());
                json.writeStringField("advice", line.advice());
                json.writeEndObject();
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return text.toString();
    }
}
