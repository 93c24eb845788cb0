package dev.liquidity.bench.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * All figures of a run, in the order in which they were measured; printed as they come, then as one table and as JSON.
 */
public final class Report {
    private final Map<String, String> circumstances;
    private final String variant;
    private final List<Figure> figures;
    private final List<String> failures;

    /**
     * @param circumstances date, machine, versions, options
     */
    public Report(Map<String, String> circumstances) {
        this(circumstances, "", new ArrayList<>(), new ArrayList<>());
    }

    private Report(Map<String, String> circumstances, String variant, List<Figure> figures, List<String> failures) {
        this.circumstances = circumstances;
        this.variant = variant;
        this.figures = figures;
        this.failures = failures;
    }

    /** The same report for sections that are run once more, under other names: what they note here is their own. */
    public Report variant(String name) {
        return new Report(circumstances, ", " + name, figures, failures);
    }

    /** Notes a figure without a bar. */
    public void add(String section, String name, double value, String unit, String note) {
        add(new Figure(section, name, value, unit, null, note));
    }

    /** Notes a figure. */
    public void add(Figure figure) {
        figures.add(figure.in(figure.section() + variant));
        System.out.println("  " + line(figure));
    }

    /** Notes that a section ended before its time. */
    public void failed(String section, Throwable why) {
        failures.add(section + variant + ": " + why);
        System.out.println("  FAILED: " + why);
    }

    /** True if no section failed. */
    public boolean isComplete() {
        return failures.isEmpty();
    }

    /** The last value of a figure, if it was measured. */
    public OptionalDouble value(String section, String name) {
        return figures.stream()
                .filter(figure -> figure.section().equals(section + variant)
                        && figure.name().equals(name))
                .mapToDouble(Figure::value)
                .reduce((first, second) -> second);
    }

    /** The table, with the circumstances above it. */
    public String table() {
        StringBuilder text = new StringBuilder();
        circumstances.forEach((key, value) -> text.append(String.format(Locale.ROOT, "%-12s %s%n", key, value)));
        String section = "";
        for (Figure figure : figures) {
            if (!figure.section().equals(section)) {
                section = figure.section();
                text.append(String.format(Locale.ROOT, "%n%s%n", section));
            }
            text.append("  ").append(line(figure)).append('\n');
        }
        failures.forEach(failure -> text.append("FAILED ").append(failure).append('\n'));
        return text.toString();
    }

    /** Writes all of it. */
    public void writeJson(Path file) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Map.Entry<String, String> entry : circumstances.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeArrayFieldStart("figures");
            for (Figure figure : figures) {
                write(json, figure);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("failed");
            for (String failure : failures) {
                json.writeString(failure);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Figure figure) throws IOException {
        json.writeStartObject();
        json.writeStringField("section", figure.section());
        json.writeStringField("name", figure.name());
        if (Double.isFinite(figure.value())) {
            json.writeNumberField("value", figure.value());
        } else {
            json.writeNullField("value");
        }
        json.writeStringField("unit", figure.unit());
        if (figure.bar() != null) {
            json.writeNumberField(
                    figure.bar().atLeast() ? "at_least" : "at_most",
                    figure.bar().value());
            json.writeBooleanField("met", figure.bar().isMetBy(figure.value()));
        }
        if (!figure.note().isEmpty()) {
            json.writeStringField("note", figure.note());
        }
        json.writeEndObject();
    }

    private static String line(Figure figure) {
        return String.format(
                        Locale.ROOT,
                        "%-52s %12s %-10s %-10s %-6s %s",
                        figure.name(),
                        Bar.number(figure.value()),
                        figure.unit(),
                        figure.bar() == null ? "" : figure.bar(),
                        figure.verdict(),
                        figure.note())
                .stripTrailing();
    }
}
