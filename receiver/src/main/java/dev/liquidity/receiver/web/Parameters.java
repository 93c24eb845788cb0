package dev.liquidity.receiver.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a request. Each has a form of its own; one that has not, or is missing, is an
 * {@link IllegalArgumentException} with a sentence that says so. Immutable.
 */
record Parameters(Map<String, String> values) {
    private static final String DATE = "\\d{4}-\\d\\d-\\d\\d";
    private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d";

    /** Neither quotes nor braces: it may stand in SQL. */
    private static final String SYMBOL = "[A-Z0-9][A-Z0-9 &._-]{0,39}";

    /** An example of each, which the messages show, after its form. */
    private static final Map<String, List<String>> FORMS = Map.ofEntries(
            Map.entry("date", List.of(DATE, "2026-11-25")),
            Map.entry("expiry", List.of(DATE, "2026-12-01")),
            Map.entry("minute", List.of("([01]\\d|2[0-3]):[0-5]\\d", "10:15")),
            Map.entry("from", List.of(TIME, "10:15:00")),
            Map.entry("to", List.of(TIME, "10:30:00")),
            Map.entry("underlying", List.of(SYMBOL, "NIFTY")),
            Map.entry("symbol", List.of(SYMBOL, "NIFTY26DECFUT")),
            Map.entry(
                    "symbols",
                    List.of(SYMBOL + "(," + SYMBOL + "){0,19}", "NIFTY26DECFUT,BANKNIFTY26DECFUT (at most 20)")),
            Map.entry("measure", List.of("[a-z0-9_]+", "spread_bps")),
            Map.entry("measures", List.of("[a-z0-9_,]+", "spread,spread_bps")),
            Map.entry("type", List.of("CE|PE", "CE or PE")),
            Map.entry("columns", List.of("[1-9]\\d{0,2}|1\\d{3}", "600")));

    /** A parameter, or null. */
    String optional(String name) {
        String value = values.get(name);
        List<String> form = FORMS.get(name);
        if (value != null && !value.matches(form.get(0))) {
            throw new IllegalArgumentException("The parameter " + name + " must be as in " + form.get(1));
        }
        return value;
    }

    String text(String name) {
        if (values.get(name) == null) {
            throw new IllegalArgumentException("The parameter " + name + " is missing");
        }
        return optional(name);
    }

    LocalDate date(String name) {
        try {
            return LocalDate.parse(text(name));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("There is no date " + text(name), e);
        }
    }
}
